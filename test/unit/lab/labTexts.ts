import type { LabText } from '../../../src/model/lab/lesson.ts';

/** Small functions in C, each another, with nothing in them but what makes up a text that can be learnt. */
export function codeText(functions: number, path = 'code.c'): LabText {
  const names = ['count', 'total', 'index', 'limit', 'width'];
  const text = Array.from({ length: functions }, (_, i) => {
    const [a, b] = [names[i % 5], names[(i * 3 + 1) % 5]];
    return `int ${a}_${i % 7}(int ${b}) {\n  if (${b} > ${i % 10})\n    return ${b} + "${a}"[0];\n  return ${i % 4};\n}\n`;
  }).join('\n');
  return { path, text, language: 'c' };
}
