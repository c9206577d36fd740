import { createHash } from 'node:crypto';

/** What stands in front of and behind the recording's base64 text in a report. */
export interface PageHalves { readonly head: string; readonly tail: string }

/**
 * A page that loads nothing: script and style are inside, and the policy admits them by their hashes.
 * @param beside bytes of a recording that is not in the page but beside it
 */
export function reportPage(name: string, script: string, css: string, beside: number | null = null): PageHalves {
  const code = inScript(script);
  const styles = inStyle(css);
  const policy = ["default-src 'none'", `script-src 'sha256-${digest(code)}' 'wasm-unsafe-eval'`, `style-src 'sha256-${digest(styles)}'`, 'img-src data:', 'connect-src data:', "base-uri 'none'", "form-action 'none'"].join('; ');
  const title = escapeHtml(name);
  const head = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - FFIScope</title>
<style>${styles}</style>
</head>
<body>
<div id="root"></div>
<noscript>This report needs JavaScript. It is all in this file; nothing is loaded from anywhere.</noscript>
<script id="trace" type="application/octet-stream;base64" data-name="${title}"${beside === null ? '' : ` data-beside="${beside}"`}>`;
  return { head, tail: `</script>\n<script>${code}</script>\n</body>\n</html>\n` };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** Inside a script element only these would be read as markup; in string and regular expression literals the escapes mean the same. */
function inScript(text: string): string {
  return text.replace(/\/\/# sourceMappingURL=.*\s*$/, '').replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}

function inStyle(text: string): string {
  return text.replace(/\/\*# sourceMappingURL=.*?\*\/\s*$/, '').replace(/<\/(style)/gi, '<\\/$1');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
