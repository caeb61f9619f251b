// The times that a step mentions: "simmer 20 minutes", "bake 1½ hours", "an hour and a half".
const SECONDS = { h: 3600, m: 60, s: 1 };
const LONGEST = 24 * 3600;

const GLYPH = "¼½¾⅐-⅞";
const NUMBER = [
  String.raw`(?:\d+(?:\s+and\s+|[\s\-]+))?\d+\s*[\/⁄]\s*\d+`, // 1/2, 1 1/2, 1-1/2
  String.raw`(?:\d+\s*)?[${GLYPH}]`,
  String.raw`\d+\s+and\s+a\s+half`,
  String.raw`\d{1,3}(?:,\d{3})+(?![\d.])`, // 1,000
  String.raw`\d+(?:[.,]\d+)?`,
].join("|");
const PHRASES = { t: 0.75, q: 0.25, h: 0.5, a: 1 }; // by their first letter
const PHRASE = [
  String.raw`three[\s\-]+quarters\s+of\s+an|quarter\s+of\s+an`,
  String.raw`(?<!\band\s+a\s+)half(?:[\s\-]+an?)?`,
  String.raw`an(?=\s+h)|a(?=\s+m)`, // "a second" is seldom a time
].join("|");
const TO = String.raw`\s*(?:[\-–—]|\bto\b|\bor\b|(?<=\bbetween\s.{1,9})\band\b)\s*`;
const UNIT = String.raw`hours?|hrs?|h|minutes?|mins?|seconds?|secs?`;
const TIME = new RegExp(
  String.raw`(?:(?<![\d\/⁄${GLYPH}]|\d[.,])(?<number>${NUMBER})(?<range>${TO}(?:${NUMBER}))?` +
    String.raw`|(?<!\p{L})(?<phrase>${PHRASE}))[\s\-]*(?<unit>${UNIT})(?!\p{L})` +
    String.raw`(?<half>\s+and\s+a\s+half\b)?`,
  "giu",
);

export function timesIn(text) {
  const times = [];
  for (const match of text.matchAll(TIME)) {
    const time = read(match);
    const last = times.at(-1);
    if (last && joins(last, time, text)) {
      last.to = time.to;
      last.unit = time.unit;
      last.seconds += time.seconds;
    } else times.push(time);
  }
  return times
    .map(({ from, to, seconds }) => ({ said: text.slice(from, to), seconds: Math.round(seconds) }))
    .filter(({ seconds }) => seconds > 0 && seconds <= LONGEST);
}

// The lower end of a range.
function read({ 0: said, index: from, groups: { number, range, phrase, unit, half } }) {
  const one = SECONDS[unit[0].toLowerCase()];
  const count = number ? value(number) : PHRASES[phrase[0].toLowerCase()];
  const seconds = (count + (half ? 0.5 : 0)) * one;
  return { from, to: from + said.length, seconds, unit: one, range: Boolean(range) };
}

// "2 hours 30 minutes" is one time.
function joins(first, second, text) {
  const between = /^\s*(?:,|and|&)?\s*$/i.test(text.slice(first.to, second.from));
  return between && !first.range && !second.range && second.unit < first.unit;
}

function value(number) {
  const plain = number
    .replace(/and\s+a\s+half/i, "1/2")
    .replace(new RegExp(`[${GLYPH}]`), (glyph) => ` ${glyph.normalize("NFKD")}`)
    .replaceAll("⁄", "/");
  if (/^\d{1,3}(,\d{3})+$/.test(plain)) return Number(plain.replaceAll(",", ""));
  const parts = plain.replace(",", ".").match(/\d+\s*\/\s*\d+|[\d.]+/g);
  return parts.reduce((sum, part) => {
    const [over, under = 1] = part.split("/").map(Number);
    return sum + over / under;
  }, 0);
}
