import { catalogue, type RuleName } from '../catalogue';

/** What a rule may be set to. */
export const settings = ['error', 'warning', 'info', 'off'] as const;
export type Setting = (typeof settings)[number];
export type RuleSettings = Readonly<Partial<Record<RuleName, Setting>>>;

/** `ffiscope.json`: which rules are findings, and how severe, in general and for some functions. */
export interface CheckConfig {
  readonly rules: RuleSettings;
  /** Settings for functions by name; `*` stands for anything. The last one that matches wins over those before it and over `rules`. */
  readonly functions: Readonly<Record<string, RuleSettings>>;
}

export const defaultConfig: CheckConfig = { rules: {}, functions: {} };

const ruleSettings = (description: string) => ({
  type: 'object',
  description,
  additionalProperties: false,
  properties: Object.fromEntries(catalogue.map(({ name, severity, when, on }) => [name, {
    enum: settings, default: on ? severity : 'off', description: `${when.charAt(0).toUpperCase()}${when.slice(1)}.`,
  }])),
});

/** JSON schema of `ffiscope.json`, for completion and checks in editors. */
export const configSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'FFIScope checks',
  description: 'Which mistakes that show in a recording are reported, and how severe they are.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', description: 'Where this schema lies; ignored.' },
    rules: ruleSettings('Severity of each rule: "error", "warning", "info" or "off".'),
    functions: {
      type: 'object',
      description: 'Severities for calls of some functions. "*" in a name stands for anything; the last name that matches wins.',
      additionalProperties: ruleSettings('Severities for calls of this function.'),
    },
  },
} as const;
