package client

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

// askLine bounds how long the system may take to say what line there is.
const askLine = time.Second

// Values of NMMetered that say yes, for certain and as a guess.
const (
	meteredYes   = 1
	meteredGuess = 3
)

// MeteredLine asks NetworkManager whether the line is paid by what passes. False
// also where there is none, or no answer.
func MeteredLine(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, askLine)
	defer cancel()
	bus, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer func() { _ = bus.Close() }() // it was only asked
	var v dbus.Variant
	manager := bus.Object("org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager")
	err = manager.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, "org.freedesktop.NetworkManager", "Metered").Store(&v)
	n, ok := v.Value().(uint32)
	return err == nil && ok && (n == meteredYes || n == meteredGuess)
}
