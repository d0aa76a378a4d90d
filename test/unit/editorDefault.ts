import packageJson from '../../package.json';

const properties: Record<string, { default: unknown }> = Object.assign(
  {},
  ...packageJson.contributes.configuration.map(section => section.properties),
);

/** The default that the editor shows for the setting `cellscope.<name>`. */
export function editorDefault(name: string): unknown {
  return properties[`cellscope.${name}`].default;
}
