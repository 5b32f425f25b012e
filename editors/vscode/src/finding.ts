// Which command starts the server: the one that is set, else the first Python that has it.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

/** The user's own files must not stand for modules of Python: `-P` keeps their folder out. */
const MODULE = ["-P", "-m", "cnnlint", "server"];
const HAS_IT = "import sys; from importlib.util import find_spec; "
  + "sys.exit(0 if find_spec('cnnlint') and find_spec('pygls') else 1)";
const PATIENCE = 20_000; // milliseconds
const FOLDERS = [".venv", "venv", "env"];
const PYTHON = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];

/** As much as is needed here of what the Python extension offers to others. */
interface Python {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<
      { executable: { uri: vscode.Uri | undefined } } | undefined
    >;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

export interface Found {
  command: string[];
  /** Where it was looked for in vain, in words. */
  missing: string[];
}

/** What starts the server. Where nothing is known to have it, that is `cnnlint` on the path. */
export async function find(log: vscode.LogOutputChannel): Promise<Found> {
  const set = vscode.workspace.getConfiguration("cnnlint").get<string[]>("command", []);
  if (set.length) {
    return { command: set, missing: [] };
  }
  const missing: string[] = [];
  for (const python of await interpreters()) {
    if (await succeeds(python, ["-P", "-c", HAS_IT])) {
      log.info(`cnnlint is in ${python}`);
      return { command: [python, ...MODULE], missing };
    }
    log.info(`cnnlint[server] is not in ${python}`);
    missing.push(`in \`${python}\``);
  }
  missing.push("on the path");
  return { command: ["cnnlint", "server"], missing };
}

/** Call `changed` whenever another interpreter is chosen in the Python extension. */
export async function follow(changed: () => void): Promise<vscode.Disposable | undefined> {
  return (await extension())?.environments.onDidChangeActiveEnvironmentPath(changed);
}

/** The interpreter that was chosen, then those of environments in the folders that are open. */
async function interpreters(): Promise<string[]> {
  const found = new Set<string>();
  const folders = vscode.workspace.workspaceFolders ?? [];
  const python = await extension();
  for (const resource of folders.length ? folders.map((folder) => folder.uri) : [undefined]) {
    const environments = python?.environments;
    const active = environments?.getActiveEnvironmentPath(resource);
    const executable = active && (await environments?.resolveEnvironment(active))?.executable.uri;
    if (executable) {
      found.add(executable.fsPath);
    }
  }
  for (const folder of folders) {
    for (const name of FOLDERS) {
      const path = join(folder.uri.fsPath, name, ...PYTHON);
      if (existsSync(path)) {
        found.add(path);
      }
    }
  }
  return [...found];
}

/** The Python extension, where it is installed. */
async function extension(): Promise<Python | undefined> {
  try {
    return await vscode.extensions.getExtension<Python>("ms-python.python")?.activate();
  } catch {
    return undefined; // it has said itself what is wrong with it
  }
}

function succeeds(program: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PATIENCE }, (error) => resolve(error === null));
  });
}
