/** docs/proof.md as text, and its rows again. */
import { columns, type Row, type Table } from './table.ts';

const introduction = `# What was proven

Each runbook was walked by the built \`runbook\` on the real software, and then once more with
something broken. This page says what was broken, where the runbook noticed, and the first line that
was to be read there. The tests make it (\`npm run proof\`), and \`npm run test:system\` fails unless
it is what they find: every branch of every runbook must stand here, and a sabotage counts only if
the same walk, with the same decisions and answers, passes without it.

- A **branch** is a decision as it is taken, or a value that tells steps apart. \`Every way\` stands
  for the steps before and behind all decisions.
- \`RUN\`, \`FOLDER\`, \`TIME\`, \`ID\` and \`N\` stand for what is another one in each walk.
- Behind the line stands what noticed, where it was no gate: an \`action\`, an \`undo\`, or an \`answer\` that
  the input refused.
- **Not run** is what no machine of the tests can do.
- \`carp-failover\` and \`relayd-restart\` were walked on stand-ins for the commands of OpenBSD, which
  do what its manual pages and sources say. They never ran on OpenBSD.
`;

export function pageOf({ rows }: Table): string {
	const parts = [...rows].map(
		([name, own]) =>
			`## ${name}\n\n${line(columns)}\n${line(columns.map(() => '---'))}\n${own
				.map(row => line(columns.map(column => cell(column, row[column]))))
				.join('\n')}\n`,
	);
	return [introduction, ...parts].join('\n');
}

/** A page without the versions, which may differ from machine to machine. */
export const withoutVersions = (page: string): string =>
	page
		.split('\n')
		.map(text => (text.startsWith('| ') ? text.replace(/(?<!\\)\|[^|]*\|$/, '|') : text))
		.join('\n');

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** What a machine has said stands as code; what is said about it does not. */
function cell(column: keyof Row, text: string): string {
	const safe = text.replaceAll('|', '\\|');
	const isWords = column !== 'Noticed at' && column !== 'It said';
	if (isWords || text === 'not run' || text.startsWith('no machine')) return safe;
	return safe.includes('`') ? `\`\` ${safe} \`\`` : `\`${safe}\``;
}
