// Writes the grammars of colours from the language's own table of keywords, so that a new keyword needs no work here.
// `node scripts/grammar.js` writes them, `render()` gives them to the test that compares.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");
const KEYWORDS = path.join(ROOT, "..", "..", "dsl", "src", "keywords.tsv");

const NAME = "[\\p{L}][\\p{L}\\p{M}\\p{N}_]*(?:['’ʼ][\\p{L}][\\p{L}\\p{M}\\p{N}_]*)*";
const BEFORE = "(?<![\\p{L}\\p{N}_'’ʼ.])";
const AFTER = "(?![\\p{L}\\p{N}_])";

// What the keywords of each section of the table begin, and what they are within a line.
const HEADS_OF_BLOCKS = ["flow", "text", "state", "defaults", "slots", "intents", "anywhere", "migrate"];
const HEADS = [
  "goal", "languages", "channels", "needs", "gives", "say", "show", "ask", "wait", "next", "if", "otherwise", "when",
  "do", "run", "back", "escalate", "given back", "finish", "return", "set", "forget", "learn", "allow", "split",
  "silence", "unclear", "fails", "model", "at most", "slot", "others finish on",
];
const TRIGGERS = [
  "says", "agrees", "declines", "wants human", "names product", "changes", "sends photo", "presses", "writes in",
  "joins", "opens catalog", "calls", "hangs up", "dtmf", "event",
];
const TYPES = [
  "text", "yes", "no", "choice", "number", "money", "percent", "phone", "email", "date", "time", "datetime",
  "duration", "name", "address", "product", "photo", "file", "consent", "list of",
];
const MODIFIERS = ["personal", "depends on", "keep", "optional", "consent needed", "secret"];
const NAMED = ["flow", "text", "state"];

/** English keyword → its spellings in all languages. */
function table() {
  const rows = new Map();
  for (const line of fs.readFileSync(KEYWORDS, "utf8").split(/\r?\n/)) {
    if (!line || line.startsWith("#")) continue;
    const cells = line.split("\t");
    rows.set(cells[0], [...new Set(cells.flatMap((cell) => cell.split("|")))]);
  }
  return rows;
}

/** A pattern of all spellings of some keywords, the longest first. */
function any(rows, keywords) {
  const spellings = [...new Set(keywords.flatMap((keyword) => rows.get(keyword) ?? []))];
  spellings.sort((one, two) => two.length - one.length || (one < two ? -1 : 1));
  return `(?:${spellings.map((words) => words.replaceAll(" ", "\\s+")).join("|")})`;
}

function flow(rows) {
  const within = [...rows.keys()].filter(
    (keyword) => !HEADS_OF_BLOCKS.includes(keyword) && !TYPES.includes(keyword) && !TRIGGERS.includes(keyword),
  );
  const types = any(rows, TYPES);
  return {
    information_for_contributors: ["Written by scripts/grammar.js from dsl/src/keywords.tsv."],
    name: "Torg flow",
    scopeName: "source.torg",
    patterns: [
      { include: "#comment" },
      { include: "#text-block" },
      { include: "#text-line" },
      { include: "#option" },
      { include: "#named-head" },
      { include: "#head" },
      { include: "#slot" },
      { include: "#rest" },
    ],
    repository: {
      comment: {
        patterns: [
          { name: "comment.line.number-sign.torg", match: "^\\s*#.*$" },
          { name: "comment.line.number-sign.torg", match: "(?<=\\s\\s)#.*$" },
        ],
      },
      "text-block": {
        begin: "^(\\s*)([a-z]{2})(?:\\s+([\\p{L}]+))?\\s*(:)\\s*$",
        beginCaptures: {
          2: { name: "constant.language.torg" },
          3: { name: "constant.other.channel.torg" },
          4: { name: "punctuation.separator.torg" },
        },
        while: "^(?:\\1\\s+(?=\\S)|\\s*$)",
        contentName: "string.unquoted.torg",
        patterns: [{ include: "#hole" }],
      },
      "text-line": {
        begin: "^\\s*([a-z]{2})(?:\\s+([\\p{L}]+))?\\s*(:)",
        beginCaptures: {
          1: { name: "constant.language.torg" },
          2: { name: "constant.other.channel.torg" },
          3: { name: "punctuation.separator.torg" },
        },
        end: "$",
        contentName: "string.unquoted.torg",
        patterns: [{ include: "#hole" }],
      },
      option: {
        begin: `^\\s*(-)(?!>)\\s*(${NAME})?`,
        beginCaptures: {
          1: { name: "punctuation.definition.list.torg" },
          2: { name: "variable.other.enummember.torg" },
        },
        end: "$",
        patterns: [
          { include: "#comment" },
          {
            match: '(?<=\\s)([a-z]{2})(:)\\s*((?:"(?:\\\\.|[^"\\\\])*"|(?!\\s+[a-z]{2}:|\\s+->|\\s{2,}#).)*)',
            captures: {
              1: { name: "constant.language.torg" },
              2: { name: "punctuation.separator.torg" },
              3: { name: "string.unquoted.torg" },
            },
          },
          { include: "#rest" },
        ],
      },
      "named-head": {
        match: `^(${any(rows, NAMED)})\\s+(${NAME})(?:\\s+(v\\d+|${any(rows, ["protected"])}))?`,
        captures: {
          1: { name: "keyword.other.torg" },
          2: { name: "entity.name.section.torg" },
          3: { name: "storage.modifier.torg" },
        },
      },
      head: {
        begin: `^\\s*(${any(rows, [...HEADS, ...HEADS_OF_BLOCKS])})${AFTER}`,
        beginCaptures: { 1: { name: "keyword.control.torg" } },
        end: "$",
        patterns: [
          {
            match: `${BEFORE}(${any(rows, TRIGGERS)})${AFTER}`,
            name: "keyword.other.trigger.torg",
          },
          { include: "#rest" },
        ],
      },
      slot: {
        begin: `^\\s+(${NAME})\\s+(${types})${AFTER}`,
        beginCaptures: {
          1: { name: "variable.other.member.torg" },
          2: { name: "support.type.torg" },
        },
        end: "$",
        patterns: [
          { match: `${BEFORE}${any(rows, MODIFIERS)}${AFTER}`, name: "storage.modifier.torg" },
          { match: `${BEFORE}${types}${AFTER}`, name: "support.type.torg" },
          { include: "#rest" },
        ],
      },
      rest: {
        patterns: [
          { include: "#comment" },
          { include: "#string" },
          {
            match: `(->)\\s*(${NAME})?`,
            captures: {
              1: { name: "keyword.operator.arrow.torg" },
              2: { name: "entity.name.function.torg" },
            },
          },
          { include: "#step" },
          { match: "\\b\\d+\\s*%", name: "constant.numeric.torg" },
          { match: "\\b\\d{1,2}:\\d{2}\\b", name: "constant.numeric.torg" },
          {
            match: `\\b\\d[\\d ]*(?:[.,]\\d+)?\\s*(?:ms|s|m|h|d|w|мс|мин|нед|с|ч|д|хв|год|тиж|[A-Z]{3})?${AFTER}`,
            name: "constant.numeric.torg",
          },
          { match: "<=|>=|<|>|=", name: "keyword.operator.torg" },
          { match: `${BEFORE}${any(rows, within)}${AFTER}`, name: "keyword.control.torg" },
        ],
      },
      step: {
        match: `(?<=${any(rows, ["do"])}\\s)\\s*(${NAME})(\\.)(${NAME})`,
        captures: {
          1: { name: "support.module.torg" },
          2: { name: "punctuation.accessor.torg" },
          3: { name: "support.function.torg" },
        },
      },
      string: {
        begin: '"',
        end: '"|$',
        name: "string.quoted.double.torg",
        patterns: [{ match: "\\\\.", name: "constant.character.escape.torg" }, { include: "#hole" }],
      },
      hole: {
        patterns: [
          { match: "\\{\\{|\\}\\}", name: "constant.character.escape.torg" },
          {
            begin: "\\{",
            end: "\\}|$",
            name: "meta.interpolation.torg",
            beginCaptures: { 0: { name: "punctuation.definition.template-expression.begin.torg" } },
            endCaptures: { 0: { name: "punctuation.definition.template-expression.end.torg" } },
            patterns: [
              { match: "\\|[^|}]*", name: "string.unquoted.torg" },
              { match: NAME, name: "variable.other.torg" },
            ],
          },
        ],
      },
    },
  };
}

function talk() {
  const words = "in|on|at|for|language|channel|flow|given|answers|takes|is|after|presses|operator|says|gives|back|publish|never";
  return {
    information_for_contributors: ["Written by scripts/grammar.js."],
    name: "Torg talk",
    scopeName: "source.torg.talk",
    patterns: [
      { name: "comment.line.number-sign.torg", match: "^\\s*#.*$" },
      {
        match: "^(talk)\\s+(\".*\")\\s*$",
        captures: { 1: { name: "keyword.other.torg" }, 2: { name: "entity.name.section.torg" } },
      },
      {
        match: "^\\s*(>)(.*)$",
        captures: { 1: { name: "keyword.operator.torg" }, 2: { name: "string.unquoted.torg" } },
      },
      {
        begin: "^\\s*(<)",
        beginCaptures: { 1: { name: "keyword.operator.torg" } },
        end: "$",
        patterns: [
          { include: "#string" },
          { match: "\\b(?:ask|unclear|which|show|say)\\b(?=\\s)", name: "keyword.control.torg" },
          { match: `${NAME}(?:\\.[\\p{L}\\p{N}_]+)*`, name: "entity.name.function.torg" },
        ],
      },
      {
        begin: "^\\s*(!)\\s*([\\p{L}_.]+)?",
        beginCaptures: { 1: { name: "keyword.operator.torg" }, 2: { name: "support.function.torg" } },
        end: "$",
        patterns: [{ include: "#string" }],
      },
      { match: `^\\s+(?:${words})\\b|(?<=\\s)(?:${words})(?=\\s|$)`, name: "keyword.control.torg" },
      { match: "\\b\\d[\\d:\\-]*(?:ms|s|m|h|d|w|%)?", name: "constant.numeric.torg" },
      { include: "#string" },
    ],
    repository: {
      string: {
        begin: '~?"',
        end: '"|$',
        name: "string.quoted.double.torg",
        patterns: [{ match: "\\\\.", name: "constant.character.escape.torg" }],
      },
    },
  };
}

/** Blocks of ```torg in Markdown: guides, and what the pointer shows. */
function markdown() {
  return {
    information_for_contributors: ["Written by scripts/grammar.js."],
    scopeName: "markdown.torg.codeblock",
    injectionSelector: "L:text.html.markdown",
    patterns: [{ include: "#block" }],
    repository: {
      block: {
        begin: "(^|\\G)(\\s*)(`{3,}|~{3,})\\s*(?:torg|flow)\\s*$",
        end: "(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$",
        name: "markup.fenced_code.block.markdown",
        patterns: [
          {
            begin: "(^|\\G)(\\s*)(.*)",
            while: "(^|\\G)(?!\\s*([`~]{3,})\\s*$)",
            contentName: "meta.embedded.block.torg",
            patterns: [{ include: "source.torg" }],
          },
        ],
      },
    },
  };
}

/** The files of the grammars, as they should be. */
function render() {
  const json = (grammar) => `${JSON.stringify(grammar, null, 2)}\n`;
  return {
    "torg.tmLanguage.json": json(flow(table())),
    "talk.tmLanguage.json": json(talk()),
    "markdown.tmLanguage.json": json(markdown()),
  };
}

module.exports = { render, table };

if (require.main === module) {
  for (const [file, text] of Object.entries(render())) {
    fs.writeFileSync(path.join(ROOT, "syntaxes", file), text);
  }
}
