package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"slices"
	"strings"

	"scranno/app/civic"
)

// command is one thing that can be asked for.
type command struct {
	name string // one or two words
	args string // what follows, as shown in the help
	help string // message key
	bare bool   // needs no desk
	// begin declares the command's own flags and gives what runs with them.
	begin func(f *flag.FlagSet) action
	run   action
}

type action func(ctx context.Context, s *session, words []string) error

// commands lists all of them, in the order of the help.
func commands() []command {
	return append([]command{
		{name: "connect", args: "URL [--user EMAIL --password-stdin]", help: "ctl.help.connect", begin: cmdConnect},
		{name: "disconnect", help: "ctl.help.disconnect", begin: plainly(cmdDisconnect)},
		{name: "status", help: "ctl.help.status", begin: plainly(cmdStatus)},
		{name: "sync", args: "[--watch]", help: "ctl.help.sync", begin: cmdSync},
		{name: "doctor", help: "ctl.help.doctor", begin: plainly(cmdDoctor)},
		{name: "keep", args: "[--region R]… [--years N]", help: "ctl.help.keep", begin: cmdKeep},
		{name: "join", args: "SPACE", help: "ctl.help.join", begin: plainly(cmdJoin)},
		{name: "leave", args: "SPACE", help: "ctl.help.leave", begin: plainly(cmdLeave)},
		{
			name: "acts", args: "[QUERY] [--kind K] [--level L] [--region R] [--body CODE] [--theme T] [--outcome O] [--use U] [--sort S] [--since D] [--limit N] [--dossier FILE]",
			help: "ctl.help.acts", begin: cmdActs,
		},
		{name: "act show", args: "ID", help: "ctl.help.act_show", begin: plainly(cmdActShow)},
		{name: "act export", args: "ID [--format pdf|pdf-1b|docx|odt|akn|md|html|txt] [-o FILE]", help: "ctl.help.act_export", begin: cmdExport},
		{name: "act norms", args: "ID", help: "ctl.help.act_norms", begin: plainly(cmdActNorms)},
		{name: "act event", args: "ID --type T --date D [--outcome O] [--manner M] [--sitting D] [--votes 12/3/1] [--edit EVENT | --drop EVENT]", help: "ctl.help.act_event", begin: cmdActEvent},
		{name: "act sponsor", args: "ID [--off]", help: "ctl.help.act_sponsor", begin: cmdActSponsor},
		{name: "act useful", args: "ID [--off]", help: "ctl.help.act_useful", begin: cmdActUseful},
		{name: "act revise", args: "ID", help: "ctl.help.act_revise", begin: plainly(cmdActRevise)},
		{name: "act withdraw", args: "ID", help: "ctl.help.act_withdraw", begin: cmdActWithdraw},
		{name: "act undo", args: "ID", help: "ctl.help.act_undo", begin: cmdActUndo},
		{
			name: "act redact", args: "ID --clause CLAUSE… [--attachment HASH]… --reason R",
			help: "ctl.help.act_redact", begin: cmdActRedact,
		},
		{name: "act return", args: "ID --reason R [--note N]", help: "ctl.help.act_return", begin: cmdActReturn},
		{name: "act reinstate", args: "ID", help: "ctl.help.act_reinstate", begin: cmdActReinstate},
		{name: "draft new", args: "--kind K [--subkind S] [--template=false] [--from FILE|FILE.pdf|FILE.docx]", help: "ctl.help.draft_new", begin: cmdDraftNew},
		{
			name: "draft import", args: "FILE… [--kind K] [--body CODE] [--theme T]… [--attach] [--twice]",
			help: "ctl.help.draft_import", begin: cmdDraftImport,
		},
		{name: "draft list", help: "ctl.help.draft_list", begin: plainly(cmdDraftList)},
		{name: "draft show", args: "ID", help: "ctl.help.draft_show", begin: plainly(cmdDraftShow)},
		{name: "draft edit", args: "ID [--from FILE]", help: "ctl.help.draft_edit", begin: cmdDraftEdit},
		{name: "draft check", args: "ID [--seen]", help: "ctl.help.draft_check", begin: cmdDraftLook},
		{name: "draft norms", args: "ID", help: "ctl.help.draft_norms", begin: plainly(cmdDraftNorms)},
		{name: "draft export", args: "ID [--format pdf|pdf-1b|docx|odt|akn|md|html|txt] [-o FILE]", help: "ctl.help.draft_export", begin: cmdExport},
		{name: "dossier", args: "ID… -o FILE [--title T] [--by B] [--format pdf|docx|odt|md|html|txt]", help: "ctl.help.dossier", begin: cmdDossier},
		{name: "draft delete", args: "ID", help: "ctl.help.draft_delete", begin: plainly(cmdDraftDelete)},
		{name: "draft kind", args: "ID [--kind K] [--subkind S] [--body CODE]", help: "ctl.help.draft_kind", begin: cmdDraftKind},
		{
			name: "draft submit", args: "ID [--visibility private|group|councillors|public] [--after-filing] [--queue]",
			help: "ctl.help.draft_submit", begin: cmdDraftSubmit,
		},
		{name: "outbox list", help: "ctl.help.outbox_list", begin: plainly(cmdOutboxList)},
		{name: "outbox retry", args: "ID", help: "ctl.help.outbox_retry", begin: plainly(cmdOutboxRetry)},
		{name: "outbox cancel", args: "ID", help: "ctl.help.outbox_cancel", begin: plainly(cmdOutboxCancel)},
		{name: "devices list", help: "ctl.help.devices_list", begin: plainly(cmdDevices)},
		{name: "devices revoke", args: "ID", help: "ctl.help.devices_revoke", begin: plainly(cmdShutOut)},
		{name: "keys list", help: "ctl.help.keys_list", begin: plainly(cmdKeysList)},
		{name: "keys add", args: "[NAME]", help: "ctl.help.keys_add", begin: plainly(cmdKeysAdd)},
		{name: "keys confirm", args: "ID CODE", help: "ctl.help.keys_confirm", begin: plainly(cmdKeysConfirm)},
		{name: "keys revoke", args: "ID", help: "ctl.help.keys_revoke", begin: plainly(cmdKeysRevoke)},
		{name: "keys recovery", args: "[--pdf FILE]", help: "ctl.help.keys_recovery", begin: cmdKeysRecovery},
		{name: "keys recover", args: "[CODE]", help: "ctl.help.keys_recover", begin: plainly(cmdKeysRecover)},
		{name: "spaces", help: "ctl.help.spaces", begin: plainly(cmdSpaces)},
		{name: "threads", args: "SPACE", help: "ctl.help.threads", begin: plainly(cmdThreads)},
		{name: "thread show", args: "ID", help: "ctl.help.thread_show", begin: plainly(cmdThreadShow)},
		{name: "thread open", args: "--space ID|--act ID --title T [--attach FILE]… < TEXT", help: "ctl.help.thread_open", begin: cmdThreadOpen},
		{name: "thread withdraw", args: "ID", help: "ctl.help.thread_withdraw", begin: cmdThreadWithdraw},
		{name: "post", args: "THREAD [--reply-to ID] [--attach FILE]… < TEXT", help: "ctl.help.post", begin: cmdPost},
		{name: "unsent list", help: "ctl.help.unsent_list", begin: plainly(cmdUnsentList)},
		{name: "unsent again", args: "ID", help: "ctl.help.unsent_again", begin: plainly(cmdUnsentAgain)},
		{name: "unsent drop", args: "ID", help: "ctl.help.unsent_drop", begin: plainly(cmdUnsentDrop)},
		{name: "accept-notice", help: "ctl.help.accept_notice", begin: plainly(cmdNotice)},
		{name: "wipe", args: "--yes [--exports DIR]", help: "ctl.help.wipe", bare: true, begin: cmdWipe},
		{name: "version", help: "ctl.help.version", bare: true, begin: plainly(cmdVersion)},
	}, slices.Concat(attachCommands(), filingCommands(), editorCommands(), councilCommands(), sittingCommands(), lifeCommands(), reuseCommands(), callCommands(), writingCommands(), groupCommands())...)
}

// later lists what belongs to the program and is not built yet.
func later() []string {
	return []string{
		"events", "event register", "processes", "glossary",
	}
}

// plainly is a command without flags of its own.
func plainly(a action) func(*flag.FlagSet) action {
	return func(*flag.FlagSet) action { return a }
}

// usageError is a command that was typed wrongly.
type usageError struct {
	key    string
	params []string
}

func (e *usageError) Error() string { return "usage: " + e.key }

func misused(key string, params ...string) error { return &usageError{key: key, params: params} }

// oneOf refuses what is none of the words that are accepted, and names them.
func oneOf[T ~string](typed string, known []T) error {
	if slices.Contains(known, T(typed)) {
		return nil
	}
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	return misused("ctl.not_of", "value", typed, "known", strings.Join(words, ", "))
}

// optional is oneOf for what need not be said.
func optional[T ~string](typed string, known []T) error {
	if typed == "" {
		return nil
	}
	return oneOf(typed, known)
}

// helpError asks for the help of some commands: those whose name begins so.
type helpError struct{ name string }

func (e *helpError) Error() string { return "help: " + e.name }

// parse finds the command and takes all flags out of the words, wherever they
// stand. A nil command asks for the help.
func (s *session) parse(args []string) (words []string, cmd *command, err error) {
	f := s.flags("scrannoctl")
	for len(words) == 0 {
		if err := f.Parse(args); err != nil {
			return nil, nil, flagError(err, "")
		}
		if args = f.Args(); len(args) == 0 {
			return nil, nil, nil
		}
		words, args = append(words, args[0]), args[1:]
	}
	if words[0] == "help" {
		return append(words, args...), nil, nil
	}
	known, name, args, err := s.find(words[0], args)
	if err != nil {
		return nil, nil, err
	}
	if known == nil {
		for _, l := range later() {
			if l == name || strings.HasPrefix(l, name+" ") {
				return nil, nil, misused("ctl.not_yet", "name", l)
			}
		}
		return nil, nil, misused("ctl.unknown_command", "name", name)
	}
	f = s.flags(known.name)
	known.run = known.begin(f)
	words = nil
	for {
		if err := f.Parse(args); err != nil {
			return nil, nil, flagError(err, known.name)
		}
		if f.NArg() == 0 {
			return words, known, nil
		}
		rest := f.Args()
		if before := len(args) - len(rest); before > 0 && args[before-1] == "--" {
			return append(words, rest...), known, nil
		}
		words, args = append(words, rest[0]), rest[1:]
	}
}

// find looks a command up by its first word and, where that is a family, by the
// next one; an outbox, keys or devices without more is its list.
func (s *session) find(first string, rest []string) (*command, string, []string, error) {
	name, family := first, first == "event"
	for _, c := range commands() {
		if c.name == first {
			return &c, first, rest, nil
		}
		family = family || strings.HasPrefix(c.name, first+" ")
	}
	if !family {
		return nil, first, rest, nil
	}
	f := s.flags(first)
	if err := f.Parse(rest); err != nil {
		return nil, first, rest, flagError(err, first)
	}
	switch rest = f.Args(); {
	case len(rest) > 0:
		name, rest = first+" "+rest[0], rest[1:]
	case first == "outbox" || first == "keys" || first == "devices" || first == "words" || first == "call" || first == "group":
		name = first + " list"
	}
	for _, c := range commands() {
		if c.name == name {
			return &c, name, rest, nil
		}
	}
	return nil, name, rest, nil
}

// flags makes a set with the flags that every command has.
func (s *session) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&s.home, "home", s.home, "")
	f.BoolVar(&s.json, "json", s.json, "")
	f.StringVar(&s.lang, "lang", s.lang, "")
	f.BoolVar(&s.verbose, "verbose", s.verbose, "")
	return f
}

func flagError(err error, asked string) error {
	if errors.Is(err, flag.ErrHelp) {
		return &helpError{asked}
	}
	return misused("ctl.bad_flag")
}

// usage prints the help, of one family where the words after the first name it; asking for nothing at all is a misuse.
func (s *session) usage(words []string) int {
	s.printf("%s\n\n  scrannoctl [--home %s] [--json] [--lang it|en] %s\n\n", s.T("ctl.about"), s.T("ctl.folder"), s.T("ctl.command"))
	family := ""
	if len(words) > 1 {
		family = strings.Join(words[1:], " ")
	}
	for _, c := range commands() {
		if family != "" && c.name != family && !strings.HasPrefix(c.name, family+" ") {
			continue
		}
		s.printf("  %s\n      %s\n", strings.TrimSpace(c.name+" "+c.args), s.T(c.help))
	}
	s.printf("\n%s\n", s.T("ctl.exits"))
	if len(words) > 0 {
		return exitDone
	}
	return exitUsage
}

// one gives the only word of a command that wants one.
func one(words []string) (string, error) {
	if len(words) != 1 {
		return "", misused("ctl.one_argument")
	}
	return words[0], nil
}

func none(words []string) error {
	if len(words) != 0 {
		return misused("ctl.no_arguments")
	}
	return nil
}

// oneID gives the only word of a command that wants an identifier.
func oneID(words []string) (civic.ID, error) {
	w, err := one(words)
	if err != nil {
		return "", err
	}
	return idOf(w)
}

func idOf(w string) (civic.ID, error) {
	id, err := civic.ParseID(w)
	if err != nil {
		return "", misused("ctl.bad_id")
	}
	return id, nil
}

// list is a flag that may be given more than once, or with commas.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(v string) error {
	for part := range strings.SplitSeq(v, ",") {
		if part = strings.TrimSpace(part); part != "" {
			*l = append(*l, part)
		}
	}
	return nil
}
