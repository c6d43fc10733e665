package main

import (
	"bufio"
	"errors"
	"flag"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"strings"

	"scranno/cmd/assemble"
)

// common are the flags that every command takes.
type common struct {
	flags     *flag.FlagSet
	data      string
	config    string
	publicURL string
	database  string
}

func newFlags(name string) *common {
	c := &common{flags: flag.NewFlagSet(name, flag.ContinueOnError)}
	c.flags.SetOutput(io.Discard)
	c.flags.StringVar(&c.data, "data", "", "cartella dei dati")
	c.flags.StringVar(&c.config, "config", "", "file di configurazione")
	c.flags.StringVar(&c.publicURL, "public-url", "", "indirizzo pubblico")
	c.flags.StringVar(&c.database, "database", "", "base di dati")
	return c
}

// parse reads flags and words in any order and gives the words.
func (c *common) parse(args []string) ([]string, error) {
	var words []string
	for {
		if err := c.flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, usage("opzione non valida: " + err.Error())
		}
		rest := c.flags.Args()
		if len(rest) == 0 {
			break
		}
		words, args = append(words, rest[0]), rest[1:]
	}
	return words, nil
}

// settings joins flags and configuration file: what is typed wins.
func (c *common) settings() (map[string]string, error) {
	values := map[string]string{}
	if c.config != "" {
		f, err := os.Open(c.config)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, usage("il file di configurazione non c’è.")
		}
		if err != nil {
			return nil, err
		}
		values, err = readConfig(f)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return nil, err
		}
	}
	c.flags.Visit(func(f *flag.Flag) { values[strings.ReplaceAll(f.Name, "-", "_")] = f.Value.String() })
	if d := values["database"]; d != "" && !sqlAddress(d) {
		return nil, usage("database vuole un indirizzo postgres://…; senza, il servizio usa SQLite nella cartella dei dati.")
	}
	return values, nil
}

func sqlAddress(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

// configKeys are what a configuration file may set.
func configKeys() []string {
	return []string{
		"data", "listen", "public_url", "database", "tls_cert", "tls_key", "trusted_proxy",
		"name", "controller", "contact", "notice", "notice_url",
	}
}

// readConfig reads lines of "key = value"; # begins a comment.
func readConfig(r io.Reader) (map[string]string, error) {
	values := map[string]string{}
	s := bufio.NewScanner(r)
	for s.Scan() {
		line := strings.TrimSpace(s.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		known := false
		for _, k := range configKeys() {
			known = known || k == key
		}
		if !ok || !known {
			return nil, usage("nel file di configurazione c’è una riga che non si capisce; le voci sono: " + strings.Join(configKeys(), ", ") + ".")
		}
		values[key] = strings.Trim(strings.TrimSpace(value), `"`)
	}
	return values, s.Err()
}

func (c *common) centralOptions() (assemble.CentralOptions, map[string]string, error) {
	v, err := c.settings()
	if err != nil {
		return assemble.CentralOptions{}, nil, err
	}
	o := assemble.CentralOptions{
		Data: v["data"], Database: v["database"], PublicURL: v["public_url"], Name: v["name"], Controller: v["controller"],
		Contact: v["contact"], Notice: v["notice"], NoticeURL: v["notice_url"],
	}
	if o.Proxies, err = proxies(v["trusted_proxy"]); err != nil {
		return o, nil, err
	}
	return o, v, nil
}

// proxies reads addresses and networks, separated by commas.
func proxies(list string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for part := range strings.SplitSeq(list, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if a, err := netip.ParseAddr(part); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			return nil, usage("--trusted-proxy vuole un indirizzo o una rete, come 127.0.0.1 o 10.0.0.0/8.")
		}
		out = append(out, p)
	}
	return out, nil
}
