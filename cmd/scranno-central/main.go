package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"scranno/app/civic"
)

// Exit codes that scripts rely on.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	// The OpenID library logs to the default logger, with addresses in it.
	slog.SetDefault(slog.New(slog.DiscardHandler))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], world{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// world is what the program reads and writes.
type world struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// usage is a fault in what was typed, in words.
type usage string

func (u usage) Error() string { return string(u) }

const help = `scranno-central: il servizio centrale di Scranno

  serve    [--data CARTELLA] [--listen 127.0.0.1:8420] [--public-url URL] [--config FILE] [--demo]
           [--tls-cert FILE --tls-key FILE] [--trusted-proxy RETE]
  import   acts FILE.jsonl [--foreign] | bodies FILE.csv
  user     add --email E --name N [--body CODICE [--office O]] [--role R --scope S] [--password-stdin]
           invite --email E --name N [--body CODICE] [--role R --scope S] [--days N] [--public-url URL]
           list [--json] | role --email E --role R --scope S [--remove] | password --email E | disable --email E [--undo]
           devices --email E [--json] [--revoke ID]
  quiet    add --region 08|all --from GIORNO --to GIORNO [--why TESTO] | list [--json] | remove --region R --from GIORNO
  backup   FILE
  restore  FILE [--force]
  check
  epoch    --new
  version

Ogni comando accetta --data CARTELLA, --config FILE e --database postgres://… (senza: SQLite nella cartella).
`

type command func(ctx context.Context, w world, args []string) error

func commands() map[string]command {
	return map[string]command{
		"serve": serve, "import": importing, "user": user, "backup": backup, "restore": restore, "check": check,
		"epoch": epoch, "quiet": quiet,
		"version": version,
	}
}

// notBuilt are commands of the contract that this version does not have.
func notBuilt(name string) bool { return name == "redact" || name == "seal" }

// run does one command and gives the exit code. What scripts read goes to out,
// words for people to err.
func run(ctx context.Context, args []string, w world) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		fmt.Fprint(w.err, help)
		if len(args) == 0 {
			return exitUsage
		}
		return exitDone
	}
	do, ok := commands()[args[0]]
	switch {
	case notBuilt(args[0]):
		fmt.Fprintf(w.err, "scranno-central: %s non c’è ancora in questa versione.\n", args[0])
		return exitUsage
	case !ok:
		fmt.Fprint(w.err, "scranno-central: comando sconosciuto.\n\n", help)
		return exitUsage
	}
	err := do(ctx, w, args[1:])
	var u usage
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(w.err, help)
		return exitDone
	case errors.As(err, &u):
		fmt.Fprintf(w.err, "scranno-central: %s\n", u)
		return exitUsage
	}
	fmt.Fprintf(w.err, "scranno-central: %s\n", inWords(err))
	return exitFailed
}

func version(_ context.Context, w world, _ []string) error {
	_, err := fmt.Fprintf(w.out, "scranno-central %s\n", civic.Version)
	return err
}
