import { configSchema } from '../../trace/checks/config/schema';
import { text } from './text';

/** Where a setting may be set: per folder, or per machine with an override in the workspace. */
type Scope = 'resource' | 'machine-overridable';

/** One setting; `says` is Markdown. A choice has its words and what each means. */
export type Setting = { readonly scope: Scope; readonly says: string; /** Not taken from workspaces that are not trusted. */ readonly restricted?: true } & (
  | { readonly default: boolean }
  | { readonly default: number; readonly minimum: number }
  | { readonly default: string; readonly choices?: Readonly<Record<string, string>>; readonly pattern?: string; readonly patternSays?: string }
  | { readonly default: readonly string[] }
  /** An object with the schema of its members. */
  | { readonly default: Readonly<Record<string, never>>; readonly schema: object }
);

/** Every setting, in the order in which the settings editor shows them: `engine` is `ffiscope.engine`. */
export const settingList = {
  engine: {
    scope: 'resource', default: 'fast', says: 'How calls are recorded.',
    choices: {
      fast: 'Native code runs as a translated copy that notes its accesses. The right choice nearly always.',
      step: 'Every instruction is stepped. Thousands of times slower, for checking the other one. Needs permission to trace processes.',
    },
  },
  snapshotLimit: {
    scope: 'resource', default: '1MiB',
    says: 'Contents of regions up to this size are kept before and after each call, for the byte view. A number of bytes, or a size such as `64KiB` or `1MiB`; `0` keeps none.',
    pattern: '^\\s*\\d+\\s*([kKmMgG]([iI]?[bB])?|[bB])?\\s*$', patternSays: 'Give bytes or a size such as 64KiB or 1MiB.',
  },
  redact: {
    scope: 'resource', default: 'none', says: 'Whether traces hold the values that the program works with: arguments, results, contents of buffers.',
    choices: {
      none: 'Traces hold values and contents.',
      omit: 'Values and contents are left out. Which bytes were touched, when and from where is recorded all the same.',
      hash: 'A hash stands for each value, the same for equal values of one trace. Contents are left out.',
    },
  },
  nodePath: {
    scope: 'machine-overridable', restricted: true, default: '',
    says: 'The Node.js executable that **Record Active File** runs scripts with. Empty: `node` from the `PATH`. Not taken from workspaces that are not trusted.',
  },
  outputFolder: {
    scope: 'resource', restricted: true, default: '.ffiscope',
    says: 'Folder for new traces, absolute or relative to the workspace folder. It is made when it is missing, with a `.gitignore` in it.',
  },
  openAfterRecording: { scope: 'resource', default: true, says: 'Open the trace when its recording has ended.' },
  'diagnostics.enabled': {
    scope: 'resource', default: true, says: 'Show what the checks find in a trace on the JavaScript lines that called, and in the Problems view.',
  },
  'hover.enabled': { scope: 'resource', default: true, says: 'Over a line that called native code: what the last recording saw there.' },
  'codeLens.enabled': { scope: 'resource', default: true, says: 'Above the binding of a native function: calls, bytes and findings of the last recording.' },
  'lineHeat.enabled': {
    scope: 'resource', default: true,
    says: 'Behind lines of native source and behind calls in JavaScript: the bytes, reads (▲) and writes (▼) that the last recording saw there, and marks beside the scroll bar.',
  },
  'checks.rules': {
    scope: 'resource', default: {}, schema: configSchema.properties.rules,
    says: 'Severity of each rule: `error`, `warning`, `info` or `off`. Goes on top of the `ffiscope.json` of the folder, which `ffiscope check` reads too.',
  },
  'checks.functions': {
    scope: 'resource', default: {}, schema: configSchema.properties.functions,
    says: 'Severities for calls of some functions: `{"sqlite3_*": {"never-written": "off"}}`. `*` stands for anything; the last name that matches wins.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingList;

/** `contributes.configuration`. */
export function contributedSettings(): object {
  const properties = Object.entries<Setting>(settingList).map(([name, setting], at) => [`ffiscope.${name}`, property(name, setting, at + 1)]);
  return { title: 'FFIScope', properties: Object.fromEntries(properties) as object };
}

/** Settings that VS Code keeps from workspaces that are not trusted. */
export const restrictedSettings = (): string[] => (
  Object.entries<Setting>(settingList).filter(([, setting]) => setting.restricted).map(([name]) => `ffiscope.${name}`));

function property(name: string, setting: Setting, order: number): object {
  const key = `setting.${name}`;
  return { ...typeOf(setting.default), ...details(key, setting), scope: setting.scope, order, default: setting.default, markdownDescription: text(key, setting.says) };
}

function details(key: string, setting: Setting): object {
  if ('schema' in setting) return setting.schema;
  if ('minimum' in setting) return { minimum: setting.minimum };
  if ('choices' in setting && setting.choices) {
    const { choices } = setting;
    const words = Object.keys(choices);
    return { enum: words, markdownEnumDescriptions: words.map(word => text(`${key}.${word}`, choices[word] ?? '')) };
  }
  if ('pattern' in setting && setting.pattern) {
    return { pattern: setting.pattern, ...(setting.patternSays ? { patternErrorMessage: text(`${key}.error`, setting.patternSays) } : {}) };
  }
  return {};
}

const typeOf = (value: unknown): object => (Array.isArray(value) ? { type: 'array', items: { type: 'string' } } : { type: typeof value });
