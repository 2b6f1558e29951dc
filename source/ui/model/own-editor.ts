/** Which editor the person has, and how to get out of it again. Pure. */

type Environment = Readonly<Record<string, string | undefined>>;

export type OwnEditor = {
	/** Shell words. */
	readonly command: string;
	/** The variable that names it. */
	readonly variable: 'VISUAL' | 'EDITOR';
};

/** `$VISUAL`, else `$EDITOR`; undefined where neither is set. */
export function ownEditor({ VISUAL, EDITOR }: Environment): OwnEditor | undefined {
	if (VISUAL && VISUAL.trim() !== '') return { command: VISUAL, variable: 'VISUAL' };
	if (EDITOR && EDITOR.trim() !== '') return { command: EDITOR, variable: 'EDITOR' };
	return undefined;
}

type Leaving = { readonly names: RegExp; readonly keep: string; readonly drop: string };

/** How the usual ones are left: who starts one for the first time does not find out by looking. */
const LEAVING: readonly Leaving[] = [
	{
		names: /^(?:n?vi|vim|nvim|vim\.\w+|elvis)$/,
		keep: 'Esc, then `:wq` and Enter',
		drop: 'Esc, then `:q!` and Enter',
	},
	{
		names: /^(?:r?nano|pico)$/,
		keep: 'Ctrl-O and Enter, then Ctrl-X',
		drop: 'Ctrl-X, then `n`',
	},
	{
		names: /^(?:emacs|jmacs|mg|zile)$/,
		keep: 'Ctrl-X Ctrl-S, then Ctrl-X Ctrl-C',
		drop: 'Ctrl-X Ctrl-C, and say no to saving',
	},
	{ names: /^mcedit$/, keep: 'F2 and Enter, then F10', drop: 'F10, then No' },
	{ names: /^micro$/, keep: 'Ctrl-S, then Ctrl-Q', drop: 'Ctrl-Q, then `n`' },
	{ names: /^joe$/, keep: 'Ctrl-K, then X', drop: 'Ctrl-C, then `y`' },
	{ names: /^ed$/, keep: '`w` and Enter, then `q` and Enter', drop: '`Q` and Enter' },
];

/** A question's paragraphs: what would open, how one comes back from it, which other one there is. */
export function editorQuestion({ command, variable }: OwnEditor): readonly string[] {
	const [first = ''] = command.trim().split(/\s+/);
	const name = first.replace(/^.*\//, '');
	const leaving = LEAVING.find(({ names }) => names.test(name));
	return [
		`\`${command}\` would open: that is what ${variable} names.`,
		...(leaving
			? [`To keep the change there: ${leaving.keep}.`, `To drop it: ${leaving.drop}.`]
			: ['To come back, save and leave it as you always do; what is not saved is not taken.']),
		'Nothing runs by it: `r` runs the change afterwards.',
		`After a yes this is not asked again. For another editor start with ${variable}=nano or the like; n edits here, in runbook itself.`,
	];
}
