// The colours: grammars are what the table of keywords makes, and real lines are coloured as a reader sees them.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");
const { render, table } = require("../scripts/grammar.js");

const ROOT = path.join(__dirname, "..");
const syntax = (file) => path.join(ROOT, "syntaxes", file);

async function grammar(scope) {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)).catch(() => {});
  const files = { "source.torg": "torg.tmLanguage.json", "source.torg.talk": "talk.tmLanguage.json" };
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      const file = files[name];
      return file ? textmate.parseRawGrammar(fs.readFileSync(syntax(file), "utf8"), file) : null;
    },
  });
  return registry.loadGrammar(scope);
}

/** The innermost colour of every word of a text, line by line. */
function colours(grammar, text) {
  let stack = textmate.INITIAL;
  return text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.map((token) => [line.slice(token.startIndex, token.endIndex), token.scopes.at(-1)]);
  });
}

/** The colour of a piece of the n-th line. */
function colour(lines, line, words) {
  const found = lines[line].find(([text]) => text.trim() === words);
  assert.ok(found, `no \`${words}\` in ${JSON.stringify(lines[line])}`);
  return found[1];
}

test("the grammars are what the table of keywords makes", () => {
  for (const [file, text] of Object.entries(render())) {
    assert.strictEqual(fs.readFileSync(syntax(file), "utf8"), text, `run \`npm run grammar\`: ${file}`);
  }
});

test("a script is coloured alike in every language", async () => {
  const torg = await grammar("source.torg");
  const scripts = [
    ["flow flowers v3", "state offer", "  ask phone", "    when agrees -> quote", "  phone phone, personal"],
    ["поток цветы v3", "шаг выбор", "  спросить телефон", "    когда согласен -> цена", "  телефон телефон, личное"],
    ["потік квіти v3", "крок вибір", "  запитати телефон", "    коли згоден -> ціна", "  телефон телефон, особисте"],
  ];
  for (const script of scripts) {
    const lines = colours(torg, script.join("\n"));
    const [, name] = script[1].split(" ");
    assert.strictEqual(colour(lines, 1, name), "entity.name.section.torg");
    const ask = script[2].trim().split(" ")[0];
    assert.strictEqual(colour(lines, 2, ask), "keyword.control.torg");
    const target = script[3].split("-> ")[1];
    assert.strictEqual(colour(lines, 3, target), "entity.name.function.torg");
    const trigger = script[3].trim().split(" ")[1];
    assert.strictEqual(colour(lines, 3, trigger), "keyword.other.trigger.torg");
    assert.strictEqual(lines[4].filter(([, scope]) => scope === "support.type.torg").length, 1);
    assert.strictEqual(lines[4].filter(([, scope]) => scope === "storage.modifier.torg").length, 1);
  }
});

test("words for the buyer are words, whatever stands in them", async () => {
  const torg = await grammar("source.torg");
  const lines = colours(
    torg,
    ["  ru: если # не -> ask, {, buyer.name}!", "  en:", "    when you ask -> we say", "  say greet  # hello", '  - yes  ru: Да, если  en: "Yes: ru: -> no"  -> checkout  # ok'].join("\n"),
  );
  assert.strictEqual(colour(lines, 0, ":"), "punctuation.separator.torg");
  assert.ok(lines[0].some(([text, scope]) => text.includes("если # не -> ask") && scope === "string.unquoted.torg"));
  assert.strictEqual(colour(lines, 0, "buyer"), "variable.other.torg");
  assert.ok(lines[2].every(([, scope]) => scope === "string.unquoted.torg"), JSON.stringify(lines[2]));
  assert.strictEqual(colour(lines, 3, "say"), "keyword.control.torg");
  assert.strictEqual(colour(lines, 3, "# hello"), "comment.line.number-sign.torg");
  assert.strictEqual(colour(lines, 4, "yes"), "variable.other.enummember.torg");
  assert.strictEqual(colour(lines, 4, "Да, если"), "string.unquoted.torg");
  assert.strictEqual(colour(lines, 4, "checkout"), "entity.name.function.torg");
});

test("a step is coloured as one", async () => {
  const torg = await grammar("source.torg");
  const lines = colours(torg, "  do catalog.quote(item) as quoted within 2s once");
  assert.strictEqual(colour(lines, 0, "quote"), "support.function.torg");
  assert.strictEqual(colour(lines, 0, "within"), "keyword.control.torg");
  assert.strictEqual(colour(lines, 0, "2s"), "constant.numeric.torg");
});

test("every keyword of the table is coloured where it begins a line or stands within one", async () => {
  const torg = await grammar("source.torg");
  for (const [english, spellings] of table()) {
    for (const words of spellings) {
      const lines = colours(torg, `  when ${words} \n  ${words} \n  a ${words}\n  a text, ${words}`);
      const scopes = lines.flat().filter(([text]) => words.startsWith(text.trim()) && text.trim());
      assert.ok(
        scopes.some(([, scope]) => /keyword|support\.type|storage/.test(scope)),
        `${english}: ${words} ${JSON.stringify(lines)}`,
      );
    }
  }
});

test("a talk is coloured", async () => {
  const talk = await grammar("source.torg.talk");
  const lines = colours(talk, 'talk "a price"\n  in ru on telegram\n  > когда? -> x\n  < ask phone ~"тел"\n  ! escalate "x"');
  assert.strictEqual(colour(lines, 0, '"a price"'), "entity.name.section.torg");
  assert.strictEqual(colour(lines, 1, "in"), "keyword.control.torg");
  assert.strictEqual(colour(lines, 2, "когда? -> x"), "string.unquoted.torg");
  assert.strictEqual(colour(lines, 3, "phone"), "entity.name.function.torg");
  assert.strictEqual(colour(lines, 4, "escalate"), "support.function.torg");
});
