// Starts `cnnlint server`, and shows the texts that lenses and rules lead to.

import { type ChildProcess, spawn } from "node:child_process";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  type Message,
  State,
} from "vscode-languageclient/node";

import { find, type Found, follow } from "./finding";
import { link, Pages, RULE, SHOW } from "./pages";

const NAME = "cnnlint";
const SETTING = "cnnlint.command";
const RESTART = "cnnlint.restart";
const LOG = "cnnlint.log";
const RESTARTS = 4;
/** Neither what git remembers of a file nor what another extension shows is a file of the user's. */
const SELECTOR = [
  { scheme: "file", language: "python" },
  { scheme: "untitled", language: "python" },
  { notebook: "jupyter-notebook", language: "python" },
];

let log: vscode.LogOutputChannel;
let pages: Pages;
let status: vscode.LanguageStatusItem;
let server: Server | undefined;
/** Starts and stops happen one after the other. */
let queue: Promise<void> = Promise.resolve();

/** One process. What goes wrong before it runs is told by `start` below, once, and after it nothing is. */
class Server extends LanguageClient {
  private runs = false;
  private process: ChildProcess | undefined;
  /** The last that it wrote to standard error. */
  said = "";

  constructor(readonly command: string[]) {
    const launch = async (): Promise<ChildProcess> => this.launched();
    super(NAME, NAME, launch, {
      documentSelector: SELECTOR,
      outputChannel: log,
      errorHandler: {
        error: (error: Error, message: Message | undefined, count: number | undefined) =>
          this.runs ? usual.error(error, message, count) : { action: ErrorAction.Continue },
        closed: () => (this.runs ? usual.closed() : { action: CloseAction.DoNotRestart }),
      },
      initializationFailedHandler: () => false,
      middleware: {
        executeCommand: (name, args, next) =>
          name === SHOW ? pages.showSummary(args)
          : name === RULE ? pages.showRule(args)
          : next(name, args),
        async provideDiagnostics(document, known, token, next) {
          const report = await next(document, known, token);
          for (const found of report && "items" in report ? report.items : []) {
            if (typeof found.code === "object") {
              found.code.target = link(found.code.value);
            }
          }
          return report;
        },
      },
    } satisfies LanguageClientOptions);
    const usual = this.createDefaultErrorHandler(RESTARTS);
  }

  private async launched(): Promise<ChildProcess> {
    const [program, ...args] = this.command;
    const started = spawn(program ?? "", args, {
      cwd: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    });
    await new Promise<void>((resolve, reject) => {
      started.once("spawn", resolve);
      started.once("error", reject);
    });
    started.stderr.on("data", (part) => (this.said = (this.said + String(part)).slice(-2000)));
    this.process = started;
    return started;
  }

  override async start(): Promise<void> {
    await super.start();
    if (this.state !== State.Running) {
      throw new Error("it ended before it answered");
    }
    this.runs = true;
  }

  override async dispose(): Promise<void> {
    this.runs = false;
    try {
      await super.dispose();
    } catch {
      // One that never started cannot be stopped.
    }
    this.process?.kill();
  }

  override error(message: string, data?: unknown, show?: boolean | "force"): void {
    super.error(message, data, this.runs ? show : false);
  }
}

async function start(): Promise<void> {
  status.busy = true;
  const found = await find(log);
  log.info(`starting ${found.command.join(" ")}`);
  const started = new Server(found.command);
  try {
    await started.start();
    server = started;
    const version = started.initializeResult?.serverInfo?.version ?? "";
    show(vscode.LanguageStatusSeverity.Information, `${NAME} ${version}`, found.command.join(" "));
  } catch (error) {
    await started.dispose();
    show(vscode.LanguageStatusSeverity.Error, `${NAME} is not running`, "");
    const why = started.said.trim().split("\n").pop();
    log.error(why || String(error));
    void complain(
      why || !found.missing.length ? cannot(found, why || String(error)) : nowhere(found),
    );
  }
}

function show(severity: vscode.LanguageStatusSeverity, text: string, detail: string): void {
  Object.assign(status, { busy: false, severity, text, detail });
}

/** It is there, but does not run. */
function cannot({ command, missing }: Found, why: string): string {
  const whose = missing.length ? "" : `, as the setting \`${SETTING}\` has it,`;
  return `\`${command.join(" ")}\`${whose} does not start: ${why}`;
}

function nowhere({ missing }: Found): string {
  const how = "Install it with `pip install 'cnnlint[server]'` in the environment of the project";
  return `cnnlint was not found ${missing.join(", nor ")}. ${how}, or name it in the setting \`${SETTING}\`.`;
}

async function complain(what: string): Promise<void> {
  const actions = { "Try again": RESTART, "Open settings": "", "Show the log": LOG };
  const chosen = await vscode.window.showErrorMessage(what, ...Object.keys(actions));
  if (chosen === "Open settings") {
    await vscode.commands.executeCommand("workbench.action.openSettings", SETTING);
  } else if (chosen === "Try again" || chosen === "Show the log") {
    await vscode.commands.executeCommand(actions[chosen]);
  }
}

async function stop(): Promise<void> {
  const stopped = server;
  server = undefined;
  await stopped?.dispose();
}

function restart(): Promise<void> {
  queue = queue.then(stop).then(start);
  return queue;
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  log = vscode.window.createOutputChannel(NAME, { log: true });
  pages = new Pages(async (command, args) =>
    server?.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }),
  );
  status = vscode.languages.createLanguageStatusItem(NAME, SELECTOR);
  status.name = NAME;
  status.text = NAME;
  status.command = { command: RESTART, title: "Restart" };
  context.subscriptions.push(
    log,
    pages,
    status,
    vscode.commands.registerCommand(RESTART, restart),
    vscode.commands.registerCommand(LOG, () => log.show()),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration(SETTING)) {
        await restart();
      }
    }),
  );
  await restart();
  const following = await follow(() => void restart());
  if (following) {
    context.subscriptions.push(following);
  }
}

export async function deactivate(): Promise<void> {
  await queue;
  await stop();
}
