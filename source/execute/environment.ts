/** What a job's commands see of the operator's environment: the little that they need, by name. */
import { homedir } from 'node:os';
import { delimiter, isAbsolute } from 'node:path';

/** BASH_ENV, ENV, LD_PRELOAD, NODE_OPTIONS and exported functions all change what runs; they are not here. */
const passed =
	/^(?:USER|LOGNAME|SHELL|TZ|SSH_AUTH_SOCK|SSH_CONNECTION|SUDO_USER|[a-z]+_proxy|[A-Z]+_PROXY)$/;
/** Where system commands are: the PATH of an ordinary user often lacks the folders of root's. */
const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'.split(':');

/** What the job adds. */
export type JobVariables = {
	/** The job's folder, where its script may leave files. */
	readonly folder: string;
	/** Known to this job alone, and carried by all that it starts. */
	readonly token: string;
	/** The inputs that are secret, by their names. */
	readonly secrets?: Readonly<Record<string, string>>;
};

/**
 * Makes the whole environment of a job.
 *
 * @param from the operator's environment
 */
export function jobEnvironment(
	from: Readonly<Record<string, string | undefined>>,
	{ folder, token, secrets = {} }: JobVariables,
): Record<string, string> {
	const kept = Object.entries(from).filter(
		(entry): entry is [string, string] => passed.test(entry[0]) && entry[1] !== undefined,
	);
	return {
		...Object.fromEntries(kept),
		...secrets,
		PATH: searchPath(from.PATH ?? ''),
		HOME: from.HOME !== undefined && isAbsolute(from.HOME) ? from.HOME : homedir(),
		TERM: 'dumb',
		LC_ALL: 'C',
		// Python writes its output at the end when it is not on a terminal.
		PYTHONUNBUFFERED: '1',
		RUNBOOK_JOB: folder,
		RUNBOOK_TOKEN: token,
	};
}

/** An empty or relative entry means the present folder, from which a stranger's `ls` might come. */
function searchPath(path: string): string {
	const own = path.split(delimiter).filter(isAbsolute);
	return [...new Set([...own, ...systemPath])].join(delimiter);
}
