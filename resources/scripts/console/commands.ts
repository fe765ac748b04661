import { ConsoleMistake, type Answer, type Command, type ConsoleContext } from './console-context.ts';
import { LIST_COMMANDS } from './list-commands.ts';
import { NETWORK_COMMANDS } from './network-commands.ts';
import { QUEUE_COMMANDS } from './queue-commands.ts';
import { SESSION_COMMANDS } from './session-commands.ts';
import { splitLine } from './split-line.ts';
import { WRITE_COMMANDS } from './write-commands.ts';

function json(context: ConsoleContext, words: readonly string[]): Answer {
  if (words[0] !== 'on' && words[0] !== 'off') throw new ConsoleMistake('Say "json on" or "json off".');
  context.isJson = words[0] === 'on';
  return { value: { json: context.isJson }, text: 'Answers are sentences again.' };
}

const GROUPS: readonly (readonly [title: string, commands: readonly Command[]])[] = [
  ['Session', SESSION_COMMANDS],
  ['Reading', LIST_COMMANDS],
  ['Writing', WRITE_COMMANDS],
  ['Queue', QUEUE_COMMANDS],
  [
    'Network and console',
    [
      ...NETWORK_COMMANDS,
      { name: 'json', takes: 'on|off', about: 'answers as one JSON line each', run: json },
      { name: 'help', takes: '', about: 'this list', run: () => ({ value: names(), text: helpText() }) },
      { name: 'quit', takes: '', about: 'end (as does the end of input)', run: () => ({ value: null, text: '' }) },
    ],
  ],
];

const byName = new Map(GROUPS.flatMap(([, commands]) => commands.map((command) => [command.name, command] as const)));
const names = (): string[] => [...byName.keys()];

export function helpText(): string {
  const lines = GROUPS.flatMap(([title, commands]) => [
    `${title}:`,
    ...commands.map(({ name, takes, about }) => `  ${`${name} ${takes}`.trimEnd().padEnd(42)} ${about}`),
  ]);
  return [...lines, 'Ids may be shortened to their first or last characters, 4 at least.'].join('\n');
}

/** True for the commands that end the console. */
export const isQuit = (line: string): boolean => /^(quit|exit)$/i.test(line.trim());

/** Runs one line. @throws ConsoleMistake for what the person typed, else what the engine throws */
export async function runLine(context: ConsoleContext, line: string): Promise<Answer> {
  const [name = '', ...words] = splitLine(line);
  const command = byName.get(name.toLowerCase());
  if (!command) throw new ConsoleMistake(`There is no command "${name}". "help" lists them.`);
  const rest = line.trim().slice(name.length).trim();
  return command.run(context, words, rest);
}
