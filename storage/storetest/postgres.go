package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// PostgresEnv names the variable with the address of a PostgreSQL server that the
// tests may make databases in.
const PostgresEnv = "SCRANNO_TEST_POSTGRES"

// postgresTools is where Debian's package puts the server's programs.
const postgresTools = "/usr/lib/postgresql/15/bin"

var errNoServer = errors.New("PostgreSQL 15 is not installed (Debian: postgresql-15), and " + PostgresEnv + " names no server")

// Main runs a package's tests with a PostgreSQL server: the one that PostgresEnv
// names, else one of its own in a temporary folder that it stops at the end. It
// gives the exit code.
func Main(m *testing.M) int {
	if os.Getenv(PostgresEnv) == "" {
		server, err := startPostgres()
		switch {
		case errors.Is(err, errNoServer): // each test says it
		case err != nil:
			fmt.Fprintln(os.Stderr, err)
			return 1
		default:
			defer server.stop()
			if err := os.Setenv(PostgresEnv, server.url); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
		}
	}
	return m.Run()
}

// PostgresDatabase makes an empty database that goes with the test, and gives its
// address. Where there is no server the test is skipped, and fails under CI.
func PostgresDatabase(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresEnv)
	if server == "" {
		if os.Getenv("CI") != "" {
			t.Fatal(errNoServer)
		}
		t.Skip(errNoServer)
	}
	name := "scranno_test_" + strings.ToLower(rand.Text())
	admin(t, server, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8'")
	t.Cleanup(func() { admin(t, server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return withDatabase(t, server, name)
}

// PostgresSchema makes an empty schema in a database, and gives the address under
// which its tables are found and made.
func PostgresSchema(t testing.TB, database string) string {
	t.Helper()
	name := "s" + strings.ToLower(rand.Text())
	Psql(t, database, "CREATE SCHEMA "+name)
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("options", "-csearch_path="+name)
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String()
}

func schemaOf(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	_, name, _ := strings.Cut(u.Query().Get("options"), "=")
	return name
}

// CopyPostgres puts a copy of one database in the place of another, which is lost,
// as one puts back a backup. Nothing may be connected to the first.
func CopyPostgres(t testing.TB, from, to string) {
	t.Helper()
	server := os.Getenv(PostgresEnv)
	admin(t, server, "DROP DATABASE IF EXISTS "+databaseOf(t, to)+" WITH (FORCE)")
	admin(t, server, "CREATE DATABASE "+databaseOf(t, to)+" TEMPLATE "+databaseOf(t, from))
}

// Psql runs a statement by the server's own tool and gives its rows as lines.
func Psql(t testing.TB, address, statement string) string {
	t.Helper()
	out, err := psql(address, statement)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func psql(address, statement string) (string, error) {
	cmd := exec.Command(tool("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", statement) //nolint:gosec // the tests' own program
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", statement, err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

func admin(t testing.TB, server, statement string) {
	t.Helper()
	if _, err := psql(withDatabase(t, server, "postgres"), statement); err != nil {
		t.Fatal(err)
	}
}

func withDatabase(t testing.TB, server, name string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func databaseOf(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(u.Path, "/")
}

func tool(name string) string {
	path := filepath.Join(postgresTools, name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	return name
}

// ownServer is a PostgreSQL that this process started.
type ownServer struct {
	dir, url string
	cmd      *exec.Cmd
}

// startPostgres starts a server in a temporary folder on a free loopback port, as
// an ordinary user: it refuses to run as root.
func startPostgres() (s *ownServer, err error) {
	if _, err := os.Stat(filepath.Join(postgresTools, "initdb")); errors.Is(err, fs.ErrNotExist) {
		return nil, errNoServer
	}
	dir, err := os.MkdirTemp("", "scranno-postgres-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	who, err := ordinary(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	init := exec.Command(tool("initdb"), "-D", data, "-U", "scranno", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync") //nolint:gosec // the tests' own program
	init.SysProcAttr, init.Dir = who, dir
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s = &ownServer{dir: dir, url: "postgres://scranno@127.0.0.1:" + strconv.Itoa(port) + "/postgres?sslmode=disable"}
	// What a test proves does not hang on the disk of a machine that stays up.
	s.cmd = exec.Command(tool("postgres"), "-D", data, "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1", //nolint:gosec // the tests' own program
		"-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300",
		"-c", "shared_buffers=64MB", "-c", "max_wal_size=256MB")
	s.cmd.SysProcAttr, s.cmd.Dir = who, dir
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	s.cmd.Stderr = log
	if err := errors.Join(s.cmd.Start(), log.Close()); err != nil {
		return nil, err
	}
	return s, s.await()
}

func freePort() (int, error) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err = errors.Join(err, l.Close()); err != nil {
		return 0, err
	}
	return strconv.Atoi(port)
}

// await waits until the server answers, or has ended.
func (s *ownServer) await() error {
	for deadline := time.Now().Add(time.Minute); ; {
		_, err := psql(s.url, "SELECT 1")
		if err == nil {
			return nil
		}
		if !time.Now().Before(deadline) {
			said, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			s.stop()
			return fmt.Errorf("PostgreSQL does not answer: %w: %s", err, said)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (s *ownServer) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGINT) // ends connections and stops
	_ = s.cmd.Wait()
	if err := os.RemoveAll(s.dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}
