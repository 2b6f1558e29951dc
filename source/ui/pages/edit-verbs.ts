/** Changing what a block runs before it runs: its commands, or the content of its file. */
import { extname } from 'node:path';
import { editOutside } from '../../execute/edit-outside.ts';
import { planBlock, type Script, withContent } from '../../run/plan.ts';
import { isFinished, itemsOf } from '../../run/progress.ts';
import { readCommand } from '../../runbook/command/index.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import { editorQuestion, ownEditor } from '../model/own-editor.ts';
import { statusLook } from '../model/status.ts';
import type { Notice } from '../page.ts';
import { messageOf } from '../unfinished.ts';
import { EditorPage } from './editor-page.ts';
import { ask } from './question-page.ts';
import type { WalkPage } from './walk-page.ts';

const warn = (text: Safe): Notice => ({ text, role: 'warning' });

/** What is put before the person: what is shown of a file is its content, and not its script. */
type Editing = {
	readonly title: Safe;
	readonly text: string;
	/** How its file is called while an editor has it, for what that knows of such names. */
	readonly name: string;
	readonly made: (text: string) => Script;
};

function editingOf(script: Script, runId: string): Editing {
	const { file, language } = script;
	if (!file) {
		return {
			title: safe`Edit, before it runs`,
			text: script.text,
			name: `script.${language}`,
			made: text => ({ text, language }),
		};
	}
	return {
		title: safe`Edit what is written into ${showText(file.path)}`,
		text: file.content.replace(/\n$/, ''),
		name: `content${extname(file.path)}`,
		made: text => withContent(file, `${text}\n`, runId),
	};
}

/** What a shell cannot read is said before it is tried; whether it runs is the person's to say. */
function changed({ text, language, file }: Script): Notice {
	const { problems } = readCommand({ text, placeholders: [] }, language, () => undefined);
	const broken = file ? undefined : problems.find(({ rule }) => unreadable.has(rule));
	return broken
		? { text: showText(`Changed, and not run. Mind: ${broken.message}`), role: 'bad' }
		: warn(
				safe`Changed, and not run: look at it, then r. e and an empty text give the old one back.`,
			);
}

const unreadable: ReadonlySet<string> = new Set(['shell-syntax', 'unclosed-here-document']);

/** Changes the marked block. */
export function editTarget(page: WalkPage): void {
	const { desk, target } = page;
	const view = itemsOf(page.view).find(({ item }) => item.id === target?.item);
	const item = view?.item;
	if (item?.kind !== 'block') {
		page.say(warn(safe`Only what runs in this step can be edited: Tab marks another block.`));
		return;
	}
	if (isFinished(view?.status ?? 'open')) {
		const how = statusLook(view?.status ?? 'passed').word;
		page.say(warn(safe`This is ${how}: r opens the step once more, and then e changes it.`));
		return;
	}
	const { walk, conductor } = desk;
	const plan = planBlock(walk.runbook, walk.state, item.block);
	if (plan.kind !== 'ready') {
		page.say(warn(safe`Its bytes are not known yet, so there is nothing to edit.`));
		return;
	}
	const editing = editingOf(conductor.edits.get(item.id) ?? plan.script, walk.run.id);
	const kept = (text: string) => {
		const made = text.trim() === '' ? plan.script : editing.made(text);
		const isOld = made.text === plan.script.text;
		if (isOld) conductor.edits.delete(item.id);
		else conductor.edits.set(item.id, made);
		page.say(isOld ? { text: safe`As it was.`, role: 'plain' } : changed(made));
	};
	void edit(page, editing, kept);
}

async function edit(
	page: WalkPage,
	{ title, text, name }: Editing,
	keep: (text: string) => void,
): Promise<void> {
	const { app } = page;
	const { environment } = app.session;
	const own = ownEditor(environment);
	// Whoever does not know it would not find out of it again.
	app.knowsEditor ||=
		own !== undefined &&
		(await ask(app, {
			title: safe`Edit with your own editor?`,
			text: editorQuestion(own),
			yes: 'open it',
			no: 'edit here',
		}));
	if (own === undefined || !app.knowsEditor) {
		app.open(new EditorPage(app, title, text, keep));
		return;
	}
	try {
		const { folder } = page.desk.walk.run;
		const { lend } = app.terminal;
		const editor = own.command;
		const edited = await editOutside({ editor, folder, name, text, environment, lend });
		keep(edited);
	} catch (error) {
		page.say({ text: showText(`Not edited: ${messageOf(error)}`), role: 'bad' });
	} finally {
		app.ignoreTypedAhead();
	}
}
