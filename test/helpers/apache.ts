/** The machine's own Apache, as Debian packages it, started by hand on the server of a network. */
import type { Machine } from './network.ts';

export const apachePrograms = ['apachectl', 'a2enmod', 'ss', 'openssl', 'ps'];

const untilAnswers = (url: string) =>
	`timeout 10 sh -c 'until curl -s -o /dev/null --noproxy "*" ${url}; do sleep 0.1; done'`;

/** A site over HTTP and HTTPS, with a page, and a slow one. */
export function startApache(server: Machine, url = 'http://127.0.0.1/'): void {
	server.sh(`
		echo ServerName server > /etc/apache2/conf-enabled/name.conf
		mkdir -p /etc/ssl/site
		cd /etc/ssl/site
		for name in one two; do
			openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \\
				-subj "/CN=$name" -addext subjectAltName=DNS:site.example -keyout $name.key -out $name.pem 2>/dev/null
		done
		cp one.pem site.pem
		cp one.key site.key
		cat > /etc/apache2/sites-available/site.conf <<'END'
<VirtualHost *:443>
	ServerName site.example
	SSLEngine on
	SSLCertificateFile /etc/ssl/site/site.pem
	SSLCertificateKeyFile "/etc/ssl/site/site.key"
	DocumentRoot /var/www/html
</VirtualHost>
END
		echo the site > /var/www/html/index.html
		a2enmod -q ssl
		a2ensite -q site
		apachectl start
		${untilAnswers(url)}
	`);
}

/** What takes IPv6 from the program that follows, as a kernel has it that knows none. */
export const withoutIpv6 = `mount -t tmpfs none /proc/sys/net
	cat > /var/without-ipv6 <<'END'
my ($seccomp, $socket) = \`uname -m\` eq "x86_64\\n" ? (317, 41) : (277, 198);
# socket(AF_INET6, …) ends with EAFNOSUPPORT.
my @steps = ([0x20, 0, 0, 0], [0x15, 0, 3, $socket], [0x20, 0, 0, 16], [0x15, 0, 1, 10], [6, 0, 0, 0x50061], [6, 0, 0, 0x7fff0000]);
my $program = pack("Sx6P", scalar @steps, my $code = join "", map { pack("SCCL", @$_) } @steps);
syscall($seccomp, 1, 0, $program) == 0 or die "seccomp: $!";
exec @ARGV;
END
	perl /var/without-ipv6`;

/** Has a new parent process made, by a program that comes before it if there is one. */
export function restartApache(server: Machine, by = ''): void {
	server.sh('apachectl stop');
	untilGone(server, 'apache2');
	server.sh(`${by} apachectl start\n${untilAnswers('http://127.0.0.1/')}`);
}

/** The number of the parent process, as long as it is alive. */
export const parentOf = (server: Machine): string =>
	server.run('pgrep', '-F', '/run/apache2/apache2.pid', '-x', 'apache2').stdout.trim();

/** Makes it read its files: comes back when none of the processes is left that had read the old ones. */
export const reloadApache = (server: Machine): unknown =>
	server.sh(`
		old=$(pgrep -d , -P "$(cat /run/apache2/apache2.pid)")
		apachectl graceful
		timeout 20 sh -c 'while ps -o stat= -p "$1" | grep -v ^Z; do sleep 0.1; done' sh "$old"`);

/** Waits until no process of that name lives: one that is dead, but not buried yet, does not count. */
export const untilGone = (server: Machine, name: string): unknown =>
	server.sh(`timeout 20 sh -c 'while pgrep -x -r D,R,S "$1"; do sleep 0.1; done' sh ${name}`);

/** Waits until Apache has taken a request: the kernel keeps one that it has not without an owner. */
export const untilAsked = (server: Machine): unknown =>
	server.sh(
		`timeout 20 sh -c 'until ss -tnpH state established "sport = :80" | grep -q apache2; do sleep 0.1; done'`,
	);

/** Pages of PHP that take their time, or tell what PHP and Apache were started with. */
export const addPages = (server: Machine): unknown =>
	server.sh(`
		cat > /var/www/html/slow.php <<'END'
<?php for ($i = 0; $i < 40; $i++) usleep(100000); echo "to the end";
END
		echo '<?php echo ini_get("memory_limit");' > /var/www/html/limit.php
		echo '<?php while (true) sleep(1);' > /var/www/html/never.php`);

/** Puts lines into a file of the server. */
export const writeOn = (server: Machine, path: string, text: string): unknown =>
	server.sh(`cat > ${path} <<'END'\n${text}\nEND`);

/** Somebody else listens there, on all addresses or on one. */
export function takePort(
	server: Machine,
	port: number,
	address = '0.0.0.0',
	program = 'perl',
): void {
	const script = `$s = IO::Socket::INET->new(Listen => 1, LocalAddr => "${address}", LocalPort => ${port}); sleep 60`;
	server.start(program, '-MIO::Socket::INET', '-e', script);
	server.sh(`timeout 5 sh -c 'until ss -ltnH "sport = :${port}" | grep -q .; do sleep 0.1; done'`);
}

const newHost = (...lines: readonly string[]) =>
	`printf '%s\\n' 'Listen 444' '<VirtualHost *:444>' ${lines.map(line => `'${line}'`).join(' ')} '</VirtualHost>' > /etc/apache2/conf-enabled/new.conf`;

const shortPair = `openssl req -x509 -newkey rsa:1024 -nodes -days 30 -subj /CN=short \\
	-keyout /etc/ssl/site/short.key -out /etc/ssl/site/short.pem 2>/dev/null`;

const pairOf = (name: string) => [
	`SSLCertificateFile /etc/ssl/site/${name}.pem`,
	`SSLCertificateKeyFile /etc/ssl/site/${name}.key`,
];

/** What passes `configtest`, and ends the server at the next reload; how it comes about, and what has to be said. */
export const faultsOfTls = [
	[
		'`SSLEngine on` without a certificate',
		newHost('SSLEngine on'),
		'SSLEngine is on without a certificate: <VirtualHost *:444> in /etc/apache2/conf-enabled/new.conf, line 2',
	],
	[
		'an `SSLCipherSuite` that OpenSSL does not know',
		newHost('SSLEngine on', ...pairOf('one'), 'SSLCipherSuite HIHG'),
		'SSLCipherSuite names no cipher that OpenSSL knows: HIHG',
	],
	[
		'a key that is too short',
		`${shortPair}\n${newHost('SSLEngine on', ...pairOf('short'))}`,
		'/etc/ssl/site/short.pem is too weak for OpenSSL',
	],
	[
		'`SSLUseStapling` without a cache for it',
		newHost('SSLEngine on', ...pairOf('one'), 'SSLUseStapling on'),
		'SSLUseStapling is on without SSLStaplingCache: <VirtualHost *:444> in /etc/apache2/conf-enabled/new.conf, line 2',
	],
] as const;

export const mendTls = 'rm -f /etc/apache2/conf-enabled/new.conf /etc/ssl/site/short.*';

/** Much that looks like those faults, and none that ends the server. */
export const startsWell = `${shortPair}
	mkdir '/etc/ssl/site/a folder'
	cp /etc/ssl/site/two.* '/etc/ssl/site/a folder'
	cat > /etc/apache2/conf-enabled/new.conf <<'END'
<VirtualHost *:444>
	sslengine "On"
	SSLCipherSuite TLSv1.3 TLS_NONSENSE:TLS_AES_256_GCM_SHA384
	<Location />
		SSLCipherSuite HIHG
	</Location>
</VirtualHost>
<VirtualHost *:445>
	SSLEngine off
	SSLCertificateFile /etc/ssl/site/one.pem
	SSLCertificateKeyFile /etc/ssl/site/two.key
	SSLCipherSuite HIHG
	SSLUseStapling on
</VirtualHost>
<VirtualHost *:446>
	SSLEngine on
	sslcertificatefile '/etc/ssl/site/a folder/two.pem'
	SSLCertificateKeyFile "/etc/ssl/site/a folder/two.key"
	SSLCipherSuite "HIGH !aNULL"
</VirtualHost>
<VirtualHost *:447>
	SSLEngine on
	${pairOf('short').join('\n\t')}
	SSLCipherSuite SSL DEFAULT@SECLEVEL=0
</VirtualHost>
<VirtualHost *:80>
	${pairOf('short').join('\n\t')}
</VirtualHost>
${pairOf('one').join('\n')}
END`;
