// The texts that people read, gathered for translators: first arguments of t(...) in the views and of vscode.l10n.t(...) in the extension.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './run.mjs';

const bundle = 'l10n/bundle.l10n.json';
const folders = ['webview', 'extension'];

/** English texts in alphabetical order, as VS Code wants them; throws where a text is not written out. */
function gather() {
  const texts = new Set();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) addTexts(join(entry.parentPath, entry.name), texts);
    }
  }
  return `${JSON.stringify(Object.fromEntries([...texts].sort().map((text) => [text, text])), null, 2)}\n`;
}

function addTexts(path, texts) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const visit = (node) => {
    if (ts.isCallExpression(node) && ['t', 'vscode.l10n.t'].includes(node.expression.getText(source))) {
      const [text] = node.arguments;
      if (!text || !ts.isStringLiteralLike(text)) {
        throw new Error(`${relative(root, path)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: the text of t(...) has to be written out, with {0} for values`);
      }
      texts.add(text.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** Writes the bundle; true when it was not the same before. */
export function writeStrings() {
  const before = readFileSync(join(root, bundle), { encoding: 'utf8', flag: 'a+' });
  const after = gather();
  if (after !== before) writeFileSync(join(root, bundle), after);
  return after !== before;
}

/** Outcome for `npm run check`. */
export function checkStrings() {
  try {
    return { ok: gather() === readFileSync(join(root, bundle), 'utf8'), output: `${bundle} does not hold the texts of the code: run \`npm run strings\`` };
  } catch (error) {
    return { ok: false, output: error.message };
  }
}
