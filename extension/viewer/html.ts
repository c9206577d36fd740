import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the scripts and styles of the views lie. */
export function webviewRoot(dist: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.file(dist), 'webview');
}

/** What every view may do: run our script, load our styles, nothing else. */
export function webviewOptions(dist: string): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewRoot(dist)] };
}

/** Texts in the language of VS Code, for the script to find; nothing where they are in English anyway. */
function translations(): string {
  const { bundle } = vscode.l10n;
  return bundle ? `<script type="application/json" id="l10n">${JSON.stringify(bundle).replaceAll('<', '\\u003c')}</script>` : '';
}

/** The page of a view. It loads nothing but the bundle and reaches no network. */
export function page(webview: vscode.Webview, dist: string): string {
  const nonce = randomBytes(16).toString('base64');
  const at = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(webviewRoot(dist), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    'connect-src data:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${at('main.css')}">
  <title>FFIScope</title>
</head>
<body>
  <div id="root"></div>
  ${translations()}
  <script nonce="${nonce}" src="${at('main.js')}"></script>
</body>
</html>`;
}
