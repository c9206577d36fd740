import { commandId, type CommandName } from './commands';
import { text } from './text';

interface Step {
  readonly id: string; readonly title: string;
  /** Markdown. */
  readonly says: string;
  readonly button: readonly [label: string, command: CommandName];
  readonly picture: string; readonly alt: string;
}

const steps: readonly Step[] = [
  {
    id: 'record', title: 'Record a program', button: ['Record Program...', 'recordProgram'], picture: 'record.svg', alt: 'A terminal in which node app.js is recorded',
    says: 'Run a Node program as always. Each call that it makes through koffi is recorded, without a change to the program or the library.',
  },
  {
    id: 'calls', title: 'See what was called', button: ['Open Trace...', 'openTrace'], picture: 'calls.png', alt: 'The list of calls beside the timeline of their accesses',
    says: 'Every call with its arguments, its result, the bytes it read and wrote, and the line of JavaScript that made it.',
  },
  {
    id: 'bytes', title: 'Follow the bytes', button: ['Show Timeline', 'showTimeline'], picture: 'bytes.png', alt: 'Bytes of a buffer with the fields of a struct and the accesses to them',
    says: 'Select an access: page map, bytes and timeline show it, and both source lines open beside. The arrow keys go from one to the next.',
  },
  {
    id: 'findings', title: 'Find the mistake', button: ['Show Recorder Log', 'showLog'], picture: 'findings.png', alt: 'A finding with the access that caused it',
    says: 'What does not agree with what was declared is in Problems, on the line that called. Nothing is sent anywhere; the setting `ffiscope.redact` keeps values out of recordings.',
  },
];

/** The first steps, on the page *Get Started*. */
export const contributedWalkthroughs = (): object[] => [{
  id: 'first-steps',
  title: text('walkthrough.title', 'First steps with FFIScope'),
  description: text('walkthrough.description', 'See which bytes of your buffers a native call read and wrote.'),
  steps: steps.map(({ id, title, says, button: [label, command], picture, alt }) => ({
    id,
    title: text(`walkthrough.${id}.title`, title),
    description: text(`walkthrough.${id}.description`, `${says}\n[${label}](command:${commandId(command)})`),
    media: { image: `media/walkthrough/${picture}`, altText: text(`walkthrough.${id}.picture`, alt) },
  })),
}];
