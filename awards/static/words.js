// Counting the words of an answer: the same rule as awards/entries/words.py, where it is written down.

const LEFT_OUT = /[\p{M}\p{Cf}\u0640]/gu;
const WORD = /[\p{L}\p{N}]+(?:(?:[-\u2010\u2011'\u2019]|(?<=\p{Nd})[.,:/\u066b\u066c](?=\p{Nd}))[\p{L}\p{N}]+)*/gu;

export function countWords(text) {
  return (text.replace(LEFT_OUT, "").match(WORD) ?? []).length;
}
