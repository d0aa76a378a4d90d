import type { Lesson } from '../../model/lab/lesson.ts';
import type { Setting } from '../../model/lab/settings.ts';
import { printLine } from '../base/output.ts';

/** What a lesson is about and what can be set in it. */
export function printLesson({ title, words, settings }: Lesson): void {
  printLine(title);
  for (const sentence of words) printLine(sentence);
  const width = Math.max(0, ...settings.map(({ name }) => name.length));
  for (const setting of settings)
    printLine(`  ${setting.name.padEnd(width)}  ${setting.label}: ${rangeOf(setting)} (${setting.initial})`);
}

function rangeOf(setting: Setting): string {
  switch (setting.kind) {
    case 'choice':
      return setting.choices.map(({ value }) => value).join(', ');
    case 'range':
      return `${setting.least} to ${setting.most}`;
    case 'text':
      return `a text of at most ${setting.longest} characters`;
  }
}
