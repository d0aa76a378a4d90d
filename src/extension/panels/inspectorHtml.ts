import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Folders that the inspector's page may load from. */
export function inspectorRoots(extensionDirectory: vscode.Uri): vscode.Uri[] {
  return [
    vscode.Uri.joinPath(extensionDirectory, 'dist', 'webview'),
    vscode.Uri.joinPath(extensionDirectory, 'media'),
  ];
}

/** The page around the inspector's script, which makes all of its content. */
export function inspectorHtml(webview: vscode.Webview, extensionDirectory: vscode.Uri): string {
  const [scripts, media] = inspectorRoots(extensionDirectory) as [vscode.Uri, vscode.Uri];
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
    <link rel="stylesheet" href="${uri(media, 'inspector.css')}">
    <title>Cellscope</title>
  </head>
  <body>
    <div id="app"></div>
    <script nonce="${nonce}" src="${uri(scripts, 'inspector.js')}"></script>
  </body>
</html>
`;
}
