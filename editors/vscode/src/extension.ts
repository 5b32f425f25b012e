// Starts `cnnlint server` and shows the summary that a code lens leads to.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";

const NAME = "cnnlint";
/** The server's own command: it returns the table of a model as text. */
const SUMMARY = "cnnlint.summary";

let client: LanguageClient | undefined;

async function start(): Promise<void> {
  const [command, ...args] = vscode.workspace
    .getConfiguration(NAME)
    .get<string[]>("command", [NAME, "server"]);
  if (!command) {
    void vscode.window.showErrorMessage("cnnlint: the setting `cnnlint.command` names no program");
    return;
  }
  const options: LanguageClientOptions = {
    documentSelector: [{ language: "python" }, { notebook: "jupyter-notebook", language: "python" }],
    middleware: {
      async executeCommand(name, given, next) {
        const result: unknown = await next(name, given);
        if (name === SUMMARY && typeof result === "string") {
          const shown = await vscode.workspace.openTextDocument({ content: result });
          await vscode.window.showTextDocument(shown, vscode.ViewColumn.Beside, true);
        }
        return result;
      },
    },
  };
  const started = new LanguageClient(NAME, NAME, { command, args }, options);
  client = started;
  try {
    await started.start();
  } catch {
    const how = "Install it with `pip install \"cnnlint[server]\"`, or name it in `cnnlint.command`.";
    void vscode.window.showErrorMessage(`\`${command}\` cannot be started. ${how}`);
  }
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  // One that never started cannot be stopped either.
  if (stopped?.isRunning()) {
    await stopped.stop();
  }
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("cnnlint.restart", restart),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("cnnlint.command")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}
