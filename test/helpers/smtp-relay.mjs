/**
 * A mail server that keeps what it is told and delivers nothing: PORT RECORD [JSON], where the JSON
 * may hold `key` and `certificate` (then it offers encryption), `atOnce` (then all is encrypted from
 * the first byte), `login` as "name:password" (then it demands it, and only offers it encrypted),
 * `named` as { name, key, certificate } (which it shows those who say that name), `onlyLogin` (then it
 * knows LOGIN and not PLAIN), `refusal`, its answer to recipients, `spared`, how many come before, `refusals`, how often it gives
 * that, and `connections`, after how many it is gone.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

const [port, record, options = '{}'] = process.argv.slice(2);
const given = JSON.parse(options);
const { key, certificate, named, atOnce, login, onlyLogin, refusal } = given;
const { spared = 0, refusals = 1e9, connections = 1e9 } = given;
let recipients = 0;
let connected = 0;

const encrypt = socket => {
	const contextOf = one =>
		createSecureContext({ key: readFileSync(one.key), cert: readFileSync(one.certificate) });
	return new TLSSocket(socket, {
		isServer: true,
		secureContext: contextOf({ key, certificate }),
		SNICallback: (name, give) => give(null, name === named?.name ? contextOf(named) : undefined),
	});
};

const serve = (socket, encrypted) => {
	let rest = '';
	let inMessage = false;
	let known = !login;
	/** Who hears the next line, if it is no command. */
	let awaits;
	const say = line => socket.write(`${line}\r\n`);
	const decoded = text => Buffer.from(text ?? '', 'base64').toString();
	const judge = (name, password) => {
		known = `${name}:${password}` === login;
		say(known ? '235 welcome' : '535 5.7.8 wrong password');
	};
	const ask = (what, then) => {
		awaits = then;
		say(`334 ${Buffer.from(what).toString('base64')}`);
	};

	const answers = {
		EHLO: () => {
			say('250-relay');
			if (key && !encrypted) say('250-STARTTLS');
			if (login && encrypted) say(`250-AUTH ${onlyLogin ? 'LOGIN' : 'PLAIN'}`);
			say('250 HELP');
		},
		STARTTLS: () => {
			say('220 go ahead');
			socket.removeAllListeners('data');
			serve(encrypt(socket), true);
		},
		AUTH: line => {
			const [, how, given] = line.split(' ');
			if ((how === 'LOGIN') !== Boolean(onlyLogin)) say('504 5.5.4 unknown way to log in');
			else if (!onlyLogin) judge(...decoded(given).split('\0').slice(1));
			else ask('Username:', name => ask('Password:', word => judge(decoded(name), decoded(word))));
		},
		MAIL: () => say(known ? '250 ok' : '530 5.7.0 log in first'),
		RCPT: () => {
			const turn = ++recipients - spared;
			say(refusal && turn > 0 && turn <= refusals ? refusal : '250 ok');
		},
		DATA: () => {
			inMessage = true;
			say('354 go ahead');
		},
		QUIT: () => {
			say('221 bye');
			socket.end();
		},
	};

	const hear = line => {
		appendFileSync(record, `${inMessage ? '| ' : encrypted ? 'S: ' : 'C: '}${line}\n`);
		if (inMessage && line === '.') {
			inMessage = false;
			say('250 kept');
		} else if (awaits) {
			const then = awaits;
			awaits = undefined;
			then(line);
		} else if (!inMessage) (answers[line.split(' ')[0]] ?? (() => say('250 ok')))(line);
	};

	socket.on('error', () => socket.destroy());
	socket.on('data', data => {
		const lines = (rest + data).split('\r\n');
		rest = lines.pop() ?? '';
		for (const line of lines) hear(line);
	});
	return say;
};

const server = createServer(socket => {
	if (++connected >= connections) server.close();
	serve(atOnce ? encrypt(socket) : socket, atOnce)('220 relay ESMTP');
}).listen(Number(port));
