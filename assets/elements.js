// The names of our elements, for the bundle: Reflex cannot compile a tag with a hyphen.

export const Transcript = "kitchen-transcript";
export const Composer = "kitchen-composer";
export const Gone = "kitchen-gone";
