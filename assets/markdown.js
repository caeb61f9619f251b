// What the assistant wrote, as elements. Part of the bundle (components/chat/markdown.py).
// No HTML of its own, no images: an address in an answer must not be able to call anyone.

import { createElement as h, memo, useMemo } from "react";
import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";

const FENCE = /^\s*(`{3,}|~{3,})/;
const IN_A_LIST = /^(\s|[-*+](\s|$)|\d+([.)](\s|$)|$))/;

// Cuts Markdown where what follows cannot change what came before: at an unindented line after a
// blank one, outside code and lists. So while an answer grows only its last block is read again.
export const blocks = (text) => {
  const found = [];
  let block = [];
  let fence = "";
  for (const line of text.split("\n")) {
    const afterBlank = block.length > 0 && block.at(-1).trim() === "";
    if (!fence && afterBlank && line.trim() && !IN_A_LIST.test(line)) {
      found.push(block.join("\n"));
      block = [];
    }
    const mark = line.match(FENCE)?.[1];
    if (mark && !fence) fence = mark;
    else if (mark?.startsWith(fence)) fence = "";
    block.push(line);
  }
  return [...found, block.join("\n")];
};

const address = (url) => (/^(https?:\/\/|mailto:)/i.test(url) ? url : "");
const heading = (level) => ({ children }) => h(`h${level}`, null, children);
const sideways = (name, children) =>
  h("div", { className: "sideways", tabIndex: 0, role: "group", "aria-label": name }, children);

const components = {
  a: ({ href, children }) =>
    href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children) : children,
  img: ({ alt }) => alt || null,
  input: ({ checked }) => (checked ? "☑ " : "☐ "),
  pre: ({ children }) => sideways("Code", h("pre", null, children)),
  table: ({ children }) => sideways("Table", h("table", null, children)),
  h1: heading(3),
  h2: heading(3),
  h3: heading(4),
  h4: heading(4),
  h5: heading(5),
  h6: heading(5),
};
const plugins = [remarkGfm];

const Block = memo(({ text }) =>
  h(ReactMarkdown, { components, remarkPlugins: plugins, urlTransform: address }, text),
);

// `source` is for whoever copies it.
export const Markdown = memo(({ text }) => {
  const parts = useMemo(() => blocks(text), [text]);
  const keep = (element) => {
    if (element) element.source = text;
  };
  return h("div", { className: "prose", ref: keep }, parts.map((part, at) => h(Block, { key: at, text: part })));
});
