// Starts `torg lsp` and lets VS Code speak with it. Everything that knows the language is in torg.
"use strict";

const vscode = require("vscode");
const { LanguageClient, State, TransportKind } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

/** What torg is asked to be, from the settings. */
function make() {
  const settings = vscode.workspace.getConfiguration("torg");
  const command = settings.get("path") || "torg";
  const language = settings.get("language");
  const server = { command, args: ["lsp"], transport: TransportKind.stdio };
  return new LanguageClient(
    "torg",
    "Torg",
    { run: server, debug: server },
    {
      documentSelector: [
        { scheme: "file", language: "torg" },
        { scheme: "untitled", language: "torg" },
        { scheme: "file", language: "torg-talk" },
      ],
      initializationOptions: language === "auto" ? {} : { language },
    },
  );
}

async function start() {
  if (!vscode.workspace.isTrusted) return;
  client = make();
  try {
    await client.start();
  } catch (error) {
    const where = "Open settings";
    const command = vscode.workspace.getConfiguration("torg").get("path");
    const chosen = await vscode.window.showErrorMessage(
      `Torg: "${command}" could not be started (${error.message}). Install torg, or tell where it is in the setting torg.path.`,
      where,
    );
    if (chosen === where) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "torg.path");
    }
  }
}

async function stop() {
  const old = client;
  client = undefined;
  if (old && old.state !== State.Stopped) {
    await old.stop().catch(() => {});
  }
}

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  const restart = async () => {
    await stop();
    await start();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("torg.restart", restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("torg")) void restart();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
