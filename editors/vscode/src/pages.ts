// Texts of the server that are shown as documents: a model's table, a rule's page.

import * as vscode from "vscode";

/** What a lens leads to; elsewhere the server itself shows the table. */
export const SHOW = "cnnlint.show";
/** The server's commands that return a text. */
export const SUMMARY = "cnnlint.summary";
export const RULE = "cnnlint.rule";

const SCHEME = "cnnlint";
/** Between quick changes of a file and a new table of its model, in milliseconds. */
const DELAY = 300;

type Ask = (command: string, args: unknown[]) => Promise<unknown>;
interface Question {
  command: string;
  args: unknown[];
}

/** Documents that cannot be edited; the name of each holds what the server is asked for it. */
export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ask: Ask) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event.document.uri)),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { command, args } = question(uri);
    const text = await this.ask(command, args);
    return typeof text === "string" ? text : "There is no such model in this file now.\n";
  }

  /** Show a table below what is looked at: it is wide. */
  async showSummary(args: unknown[]): Promise<void> {
    const file = vscode.Uri.parse(String(args[0])).path.split("/").pop();
    const number = Number(args[1]);
    const uri = named(`${file}${number ? ` (${number + 1})` : ""}.summary`, SUMMARY, args);
    this.changed.fire(uri);
    const open = vscode.window.visibleTextEditors.map((editor) => editor.document.uri.toString());
    if (open.includes(uri.toString())) {
      return;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
    await vscode.commands.executeCommand("workbench.action.moveEditorToBelowGroup");
    await vscode.commands.executeCommand("workbench.action.focusAboveGroup");
  }

  async showRule(args: unknown[]): Promise<void> {
    const uri = named(`${String(args[0])}.md`, RULE, args);
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }

  /** A file was changed: so was what is shown of its models. */
  private follow(uri: vscode.Uri): void {
    const about = vscode.workspace.textDocuments.filter(
      (document) =>
        document.uri.scheme === SCHEME && question(document.uri).args[0] === uri.toString(),
    );
    if (about.length) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => about.forEach(({ uri }) => this.changed.fire(uri)), DELAY);
    }
  }
}

/** Where the page of a rule is, as a link. */
export function link(rule: string | number): vscode.Uri {
  return vscode.Uri.parse(`command:${RULE}?${encodeURIComponent(JSON.stringify([rule]))}`);
}

function named(name: string, command: string, args: unknown[]): vscode.Uri {
  const asked: Question = { command, args };
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: JSON.stringify(asked) });
}

function question(uri: vscode.Uri): Question {
  return JSON.parse(uri.query) as Question;
}
