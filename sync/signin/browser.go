package signin

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// donePage is what the browser shows at the end. It stands alone: the browser
// is another program, and the texts of screens are not at hand here.
const donePage = `<!doctype html><html lang="it"><meta charset="utf-8"><title>Scranno</title>
<body style="font-family:sans-serif;max-width:36em;margin:4em auto;padding:0 1em">
<h1>Scranno</h1><p>Puoi chiudere questa pagina e tornare al programma.</p>
<p lang="en">You can close this page and go back to the program.</p></body></html>
`

// byBrowser opens the login page in the system's browser and waits at a
// loopback address for the way back (RFC 8252 7.3).
func (s *SignIn) byBrowser(ctx context.Context, f *flow, open func(url string) error) (code string, err error) {
	const op = "signin.browser"
	if open == nil {
		return "", civic.NewError(civic.Invalid, op, "signin.no_browser")
	}
	ctx, cancel := context.WithTimeout(ctx, browserWait)
	defer cancel()
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	f.cfg.RedirectURL = "http://" + l.Addr().String() + wire.CallbackPath
	answers := make(chan url.Values, 1)
	srv := &http.Server{Handler: callback(f.state, answers), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if serr := srv.Shutdown(end); serr != nil {
			serr = srv.Close()
			err = errors.Join(err, serr)
		}
		<-served
	}()
	if err := open(f.address()); err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	select {
	case q := <-answers:
		return f.code(q)
	case <-ctx.Done():
		return "", &civic.Error{Kind: civic.Unauthenticated, Op: op, Key: "signin.timeout", Err: ctx.Err()}
	}
}

// callback takes the first answer that carries this sign-in's state; any page
// of any site could send others here.
func callback(state string, answers chan<- url.Values) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+wire.CallbackPath, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("state") != state {
			http.Error(w, "404", http.StatusNotFound)
			return
		}
		select {
		case answers <- q:
		default:
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer")
		_, _ = io.WriteString(w, donePage) // a browser that went away needs no page
	})
	return mux
}
