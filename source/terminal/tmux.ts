/** Putting text into a tmux buffer and, by way of tmux, into the terminal's clipboard. */

/** A tmux that hangs (its server is stopped, its socket dead) shall not hold the screen. */
const TIME_LIMIT = 2000;

/** What tmux needs to find its server and the client in front of it. */
const VARIABLES = ['PATH', 'HOME', 'TMUX', 'TMUX_PANE', 'TMUX_TMPDIR', 'TERM', 'LC_ALL', 'LANG'];

/**
 * Loads `bytes` into a new buffer. `sent`: tmux passes it to the terminal as well, whatever
 * its `set-clipboard` says; `buffer`: it is in tmux only, because this tmux is older than 3.2 and
 * has no `-w`; `failed`: there is no tmux that answers. Never raises.
 */
export async function loadTmuxBuffer(
	bytes: Buffer,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<'sent' | 'buffer' | 'failed'> {
	const env: Record<string, string> = {};
	for (const name of VARIABLES) {
		const value = environment[name];
		if (value !== undefined) env[name] = value;
	}
	try {
		if (await start('exec tmux load-buffer -w -', bytes, env)) return 'sent';
		if (await start('exec tmux load-buffer -', bytes, env)) return 'buffer';
	} catch {
		// zx asks for the current folder when it is loaded, which may be gone.
	}
	return 'failed';
}

async function start(command: string, input: Buffer, env: Record<string, string>) {
	// Loaded when needed: most sessions never copy from inside tmux.
	const { $ } = await import('zx/core');
	const child = $({
		// All that zx would take from the environment (ZX_PREFIX, ZX_TIMEOUT …) is said here.
		shell: '/bin/sh',
		prefix: '',
		postfix: '',
		cwd: '/',
		env,
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: false,
		preferLocal: false,
		nothrow: true,
		quiet: true,
		verbose: false,
		timeout: 0,
		timeoutSignal: 'SIGKILL',
		killSignal: 'SIGKILL',
		log: () => {},
	})([command] as unknown as TemplateStringsArray);
	// Not zx's `input`: where tmux ends without reading, its EPIPE would be nobody's, and end the
	// whole program.
	const stdin = child.child?.stdin;
	stdin?.on('error', () => {});
	stdin?.end(input);
	// Nor zx's time limit, which ends the whole program where there is no ps(1). `exec` made tmux
	// the child itself.
	const limit = setTimeout(() => child.child?.kill('SIGKILL'), TIME_LIMIT);
	try {
		return (await child).exitCode === 0;
	} finally {
		clearTimeout(limit);
	}
}
