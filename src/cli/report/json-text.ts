/**
 * A report as JSON, for programs.
 *
 * @returns indented JSON without a final newline; characters that could steer a terminal are written as escapes
 */
export function jsonText(report: object): string {
  return JSON.stringify(report, null, 2).replace(steering, escape)
}

// JSON.stringify leaves these as they are: delete and the C1 controls, bidirectional overrides, invisible characters.
const steering = /[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
