import type * as vscode from 'vscode';
import { plainLine } from '../../protocol/plainText.ts';

/**
 * A log in which every entry is seen to be one: text that came from elsewhere shows what it is, and its further lines
 * are indented, so that none of them passes for an entry.
 */
export function plainLog(channel: vscode.LogOutputChannel): vscode.LogOutputChannel {
  return {
    get name() {
      return channel.name;
    },
    get logLevel() {
      return channel.logLevel;
    },
    onDidChangeLogLevel: listener => channel.onDidChangeLogLevel(listener),
    trace: message => channel.trace(plainEntry(message)),
    debug: message => channel.debug(plainEntry(message)),
    info: message => channel.info(plainEntry(message)),
    warn: message => channel.warn(plainEntry(message)),
    error: error =>
      channel.error(plainEntry(typeof error === 'string' ? error : (error.stack ?? error.message))),
    append: text => channel.append(plainEntry(text)),
    appendLine: line => channel.appendLine(plainEntry(line)),
    replace: text => channel.replace(plainEntry(text)),
    clear: () => channel.clear(),
    show: (first?: unknown) => channel.show(first === true),
    hide: () => channel.hide(),
    dispose: () => channel.dispose(),
  };
}

function plainEntry(text: string): string {
  return text
    .split('\n')
    .map(line => plainLine(line.replaceAll('\t', '    ')))
    .join('\n    ');
}
