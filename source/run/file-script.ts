/**
 * A file block as a shell script, and the script that takes it back. Both are POSIX sh and need
 * nothing but cat, cp, mv, rm, chmod, chown, find, id, cmp and diff. `RUNBOOK_JOB` is the folder of the
 * job: what was there before is kept in it as `before` (or `absent` says that there was nothing),
 * and what was written as `written`.
 */
import { quoteWord } from '../runbook/command/index.ts';
import type { PlannedFile } from './plan.ts';

/** The words of a file script that values stand in, each as one shell word. */
export type FileWords = {
	readonly path: string;
	readonly owner?: string;
	/** Whether `owner` names a group, too. */
	readonly group?: boolean;
	readonly mode?: string;
	readonly runId: string;
};

/** Writes the file beside its place, then renames it over what was there. */
export function fileScript(file: PlannedFile, runId: string): string {
	const { path, owner, mode, content } = file;
	return fileFrame(
		{
			path: quoteWord(path),
			runId,
			...(owner === undefined ? {} : { owner: quoteWord(owner), group: owner.includes(':') }),
			...(mode === undefined ? {} : { mode }),
		},
		`cat >"$RUNBOOK_JOB/written" ${hereDocument(content)}`,
	);
}

/** `write` is what makes `$RUNBOOK_JOB/written`. */
export function fileFrame(words: FileWords, write: string): string {
	const { path, owner, mode, runId } = words;
	const same = [
		'cmp -s "$file" "$RUNBOOK_JOB/written"',
		...(mode || owner ? [`[ -n "$(find "$file" -prune${attributeTests(words)})" ]`] : []),
	].join(' && ');
	const lines = [
		// Copied and pasted it has no folder of a job; `/written` must not be it.
		': "${RUNBOOK_JOB:=$(mktemp -d)}"',
		`file=${path}`,
		...(owner ? [`owner=${owner}`] : []),
		'folder=${file%/*}',
		refuse('[ -h "$file" ]', '$file is a symbolic link, and is left alone: name the file itself.'),
		refuse('[ -d "$file" ]', '$file is a directory, and is left alone.'),
		refuse('[ -e "$file" ] && [ ! -f "$file" ]', '$file is no ordinary file, and is left alone.'),
		refuse('[ ! -d "${folder:-/}" ]', 'The folder of $file is missing.'),
		...rootsOwn,
		`new=$folder/.\${file##*/}.runbook-${runId}`,
		write,
		'if [ -e "$file" ]; then',
		`  if ${same}; then echo "$file is unchanged."; exit 0; fi`,
		'  diff "$file" "$RUNBOOK_JOB/written" || true',
		`  ${copyWithAttributes('"$file"', '"$RUNBOOK_JOB/before.part"')}`,
		'  mv "$RUNBOOK_JOB/before.part" "$RUNBOOK_JOB/before"',
		'else',
		'  : >"$RUNBOOK_JOB/absent"',
		'fi',
		...freshFile,
		`if [ -e "$file" ]; then ${copyWithAttributes('"$file"', '"$new"')}${
			mode ? '' : '; else chmod 0644 "$new"'
		}; fi`,
		// Whoever opens it before it has its mode can go on reading.
		...(mode ? ['chmod 0600 "$new"'] : []),
		'cat "$RUNBOOK_JOB/written" >"$new"',
		// chown takes set-id bits away, so the mode comes after it.
		...(owner ? ['chown "$owner" "$new"'] : []),
		...(mode ? [`chmod ${mode} "$new"`] : []),
		'mv -f "$new" "$file"',
		'echo "$file is written."',
	];
	return lines.join('\n');
}

/**
 * Puts back what was there before, or removes what was not. Refuses, and shows the difference,
 * where the file is no longer what this run wrote. `folder` is the folder of the job that wrote it,
 * as one shell word.
 */
export function restoreScript(path: string, folder: string): string {
	return [
		`file=${path}`,
		`job=${folder}`,
		'folder=${file%/*}',
		'if [ ! -e "$job/before" ] && [ ! -e "$job/absent" ]; then',
		'  echo "$file was not changed: there is nothing to restore."; exit 0',
		'fi',
		'if [ -e "$job/before" ] && [ ! -h "$file" ] && cmp -s "$file" "$job/before"; then',
		'  if [ ! -e "$job/written" ] || ! cmp -s "$job/before" "$job/written"; then',
		'    echo "$file is as it was before."; exit 0',
		'  fi',
		'fi',
		'if [ -e "$job/absent" ] && [ ! -e "$file" ]; then echo "$file is gone already."; exit 0; fi',
		...rootsOwn,
		'new=$folder/.${file##*/}.runbook-restored',
		'if [ -h "$file" ] || ! cmp -s "$file" "$job/written"; then',
		'  echo "$file is no longer what this run wrote, and is left alone. What has changed since:" >&2',
		'  diff "$job/written" "$file" >&2 || true',
		'  exit 1',
		'fi',
		'if [ -e "$job/absent" ]; then rm -f "$file"; echo "$file is removed."; exit 0; fi',
		...freshFile,
		copyWithAttributes('"$job/before"', '"$new"'),
		'mv -f "$new" "$file"',
		'echo "$file is as it was before."',
	].join('\n');
}

/** A quoted here-document with an end word that occurs nowhere in the content. */
export function hereDocument(content: string): string {
	let end = 'END';
	for (let n = 1; content.includes(end); n++) end = `END_${n}`;
	return `<<'${end}'\n${content}${end}`;
}

/** The content in the script of a file, also where that failed before it wrote anything. */
export function contentIn(script: string): string | undefined {
	const found = /^cat >"\$RUNBOOK_JOB\/written" <<'(END(?:_\d+)?)'\n([\s\S]*?)^\1$/m.exec(script);
	return found?.[2];
}

/**
 * For root, what can be led elsewhere: who may change a folder on the way can put a link in the place
 * of any name in it, between two lines of this script. So all of them must be root's own, and links on
 * the way are followed once, before that is looked at. In a folder such as /tmp others can only change
 * what is theirs.
 */
const rootsOwn = [
	'if [ "$(id -u)" = 0 ]; then',
	'  folder=$(cd -P "${folder:-/}" && pwd -P)',
	'  folder=${folder%/}',
	'  file=$folder/${file##*/}',
	'  loose=$(',
	'    way=$folder',
	'    set -- /',
	'    while [ -n "$way" ]; do set -- "$way" "$@"; way=${way%/*}; done',
	'    find "$@" -prune \\( ! -user 0 -o ! -perm -1000 \\( -perm -020 -o -perm -002 \\) \\)',
	'    if [ -e "$file" ]; then',
	'      find "${folder:-/}" -prune -perm -1000 -exec find "$file" -prune ! -user 0 \\;',
	'    fi',
	'  )',
	'  if [ -n "$loose" ]; then',
	'    echo "$file is left alone: others than root could lead root elsewhere, by changing $loose" >&2',
	'    echo "Write it as their owner, or with a command." >&2',
	'    exit 1',
	'  fi',
	'fi',
];

/** A new file that was not there before, for nobody else yet, and no link that somebody laid there. */
const freshFile = ['rm -f "$new"', `trap 'rm -f "$new"' EXIT`, '(umask 077; set -C; : >"$new")'];

function refuse(condition: string, message: string): string {
	return `if ${condition}; then echo "${message}" >&2; exit 1; fi`;
}

/** GNU cp keeps ACLs, attributes and the SELinux context, too; every other one has only `-p`. */
function copyWithAttributes(from: string, to: string): string {
	return `cp --preserve=all ${from} ${to} 2>/dev/null || cp -p ${from} ${to}`;
}

function attributeTests({ owner, group, mode }: FileWords): string {
	return [
		mode ? ` -perm ${mode}` : '',
		owner ? ' -user "${owner%%:*}"' : '',
		owner && group ? ' -group "${owner#*:}"' : '',
	].join('');
}
