/**
 * What restoring a file would do now, before it is done: the questions of `restoreScript`, in its
 * order. The script looks again when it runs.
 */
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Present } from './model/step-body.ts';
import type { Restoring } from './model/undo-rows.ts';

/** What the job that wrote the file kept of it. */
export type Kept = {
	readonly before: Present;
	readonly absent: boolean;
	readonly written: Present;
};

/** What stands there, which may be a link: through one nothing is restored. */
export type Found = Present | { readonly kind: 'link' };

export function keptIn(folder: string, present: (path: string) => Present): Kept {
	return {
		before: present(join(folder, 'before')),
		absent: existsSync(join(folder, 'absent')),
		written: present(join(folder, 'written')),
	};
}

export function foundAt(path: string, present: (path: string) => Present): Found {
	const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
	return isLink ? { kind: 'link' } : present(path);
}

export function restoringOf({ before, absent, written }: Kept, now: Found): Restoring {
	if (before.kind === 'nothing' && !absent) return { kind: 'nothing' };
	if (isSame(before, now) && !isSame(before, written)) return { kind: 'as-before' };
	if (absent && now.kind === 'nothing') return { kind: 'gone' };
	const texts = {
		...(now.kind === 'text' ? { now: now.text } : {}),
		...(before.kind === 'text' ? { before: before.text } : {}),
	};
	if (now.kind === 'link' || now.kind === 'nothing') return { kind: 'changed', now: now.kind };
	if (now.kind === 'text' && written.kind === 'text' && now.text !== written.text) {
		return { kind: 'changed', now: 'other', from: written.text, to: now.text };
	}
	return { kind: absent ? 'removes' : 'puts-back', ...texts };
}

/** What stands there when it has been restored. */
export function foundAfter(restoring: Restoring, { before }: Kept, now: Found): Found {
	if (restoring.kind === 'removes') return { kind: 'nothing' };
	return restoring.kind === 'puts-back' ? before : now;
}

function isSame(one: Found, other: Found): boolean {
	return one.kind === 'text' && other.kind === 'text' && one.text === other.text;
}
