import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';

/** Folders that a page may load from. */
export function pageRoots(extensionDirectory: vscode.Uri): vscode.Uri[] {
  return [assets.pageScripts, assets.pageStyles].map(folder =>
    vscode.Uri.joinPath(extensionDirectory, folder),
  );
}

/** What stands around a page's script, which makes all of its content. */
export function pageHtml(webview: vscode.Webview, extensionDirectory: vscode.Uri, page: string): string {
  const [scripts, styles] = pageRoots(extensionDirectory) as [vscode.Uri, vscode.Uri];
  const uri = (root: vscode.Uri, name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${uri(styles, assets.sharedStyle)}">
    <link rel="stylesheet" href="${uri(styles, `${page}.css`)}">
    <title>Cellscope</title>
  </head>
  <body>
    <div id="app"></div>
    <script nonce="${nonce}" src="${uri(scripts, `${page}.js`)}"></script>
  </body>
</html>
`;
}
