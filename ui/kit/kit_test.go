package kit_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"scranno/ui/kit"
)

// window shows an object in a test window of our light theme.
func window(t *testing.T, o fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.ThemeOptions{Variant: kit.Light}))
	win := test.NewTempWindow(t, o)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return win
}

func italian(t *testing.T) *kit.Lang {
	t.Helper()
	l, err := kit.NewLang("")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func press(f fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestContrastOfEveryTextOnItsGround(t *testing.T) {
	test.NewTempApp(t)
	const least = 4.5 // WCAG 2.1, 1.4.3
	fg, bg := theme.ColorNameForeground, theme.ColorNameBackground
	type pair struct{ text, ground, over fyne.ThemeColorName }
	var pairs []pair
	for _, g := range []fyne.ThemeColorName{
		bg, theme.ColorNameHeaderBackground, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground,
		theme.ColorNameInputBackground, theme.ColorNameButton, kit.ColorPaper, kit.ColorRowHover, kit.ColorRowChosen, kit.ColorSoft,
	} {
		pairs = append(pairs, pair{fg, g, ""}, pair{kit.ColorMuted, g, ""}, pair{kit.ColorInk, g, ""})
		pairs = append(pairs, pair{fg, theme.ColorNameHover, g}, pair{fg, theme.ColorNameFocus, g}, pair{fg, theme.ColorNameSelection, g})
	}
	for _, g := range []fyne.ThemeColorName{bg, kit.ColorPaper, theme.ColorNameInputBackground, kit.ColorRowHover, kit.ColorRowChosen, theme.ColorNameOverlayBackground, theme.ColorNameHeaderBackground} {
		for _, x := range []fyne.ThemeColorName{
			theme.ColorNamePrimary, theme.ColorNameHyperlink, theme.ColorNameError, theme.ColorNameWarning,
			theme.ColorNameSuccess, theme.ColorNamePlaceHolder,
		} {
			pairs = append(pairs, pair{x, g, ""})
		}
	}
	for _, x := range []struct{ on, ground fyne.ThemeColorName }{
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary},
		{theme.ColorNameForegroundOnError, theme.ColorNameError},
		{theme.ColorNameForegroundOnWarning, theme.ColorNameWarning},
		{theme.ColorNameForegroundOnSuccess, theme.ColorNameSuccess},
	} {
		pairs = append(pairs, pair{x.on, x.ground, ""}, pair{x.on, theme.ColorNameHover, x.ground})
	}
	pairs = append(pairs,
		pair{theme.ColorNameForegroundOnPrimary, theme.ColorNameFocus, theme.ColorNamePrimary},
		pair{kit.ColorRailText, kit.ColorRail, ""}, pair{kit.ColorRailText, kit.ColorRailActive, ""}, pair{kit.ColorRailText, kit.ColorRailHover, ""},
		pair{kit.ColorRail, kit.ColorRailText, ""},
		pair{theme.ColorNameSuccess, kit.ColorGoodSoft, ""}, pair{theme.ColorNameWarning, kit.ColorWarnSoft, ""}, pair{theme.ColorNameError, kit.ColorBadSoft, ""},
		pair{kit.ColorInk, kit.ColorMark, ""}, pair{fg, kit.ColorMark, ""}, pair{kit.ColorInk, kit.ColorWarnSoft, ""},
		pair{kit.ColorToastText, kit.ColorToast, ""}, pair{kit.ColorToastLink, kit.ColorToast, ""},
	)
	each(func(name string, th *kit.Theme, v fyne.ThemeVariant) {
		for _, p := range pairs {
			ground := th.Color(p.ground, v)
			if p.over != "" {
				ground = blend(th.Color(p.over, v), ground)
			}
			if c := contrast(th.Color(p.text, v), ground); c < least {
				t.Errorf("%s: %s on %s %s: %.2f", name, p.text, p.ground, p.over, c)
			}
		}
	})
}

func TestFocusRingStandsOut(t *testing.T) {
	test.NewTempApp(t)
	const least = 3 // WCAG 2.1, 1.4.11
	each(func(name string, th *kit.Theme, v fyne.ThemeVariant) {
		for _, g := range []fyne.ThemeColorName{theme.ColorNameBackground, kit.ColorPaper, kit.ColorRowChosen, theme.ColorNameInputBackground} {
			if c := contrast(th.Color(kit.ColorRing, v), th.Color(g, v)); c < least {
				t.Errorf("%s: ring on %s: %.2f", name, g, c)
			}
			if g == kit.ColorRowChosen {
				continue
			}
			if c := contrast(th.Color(theme.ColorNameInputBorder, v), th.Color(g, v)); c < least {
				t.Errorf("%s: edge of a field on %s: %.2f", name, g, c)
			}
		}
	})
}

func TestNoColourIsTheToolkitsBlue(t *testing.T) {
	test.NewTempApp(t)
	each(func(name string, th *kit.Theme, v fyne.ThemeVariant) {
		for _, n := range []fyne.ThemeColorName{theme.ColorNamePrimary, theme.ColorNameFocus, theme.ColorNameSelection, theme.ColorNameHyperlink} {
			if th.Color(n, v) == theme.DefaultTheme().Color(n, v) {
				t.Errorf("%s: %s is the toolkit's own", name, n)
			}
		}
	})
}

func TestSystemFollowsTheDesktopAndLightDoesNot(t *testing.T) {
	test.NewTempApp(t)
	sys, light := kit.NewTheme(kit.ThemeOptions{}), kit.NewTheme(kit.ThemeOptions{Variant: kit.Light})
	n := theme.ColorNameBackground
	if sys.Color(n, theme.VariantDark) == sys.Color(n, theme.VariantLight) {
		t.Error("system looks the same in light and dark")
	}
	if light.Color(n, theme.VariantDark) != light.Color(n, theme.VariantLight) {
		t.Error("light changes with the desktop")
	}
}

func TestFontsFallBackByStyle(t *testing.T) {
	test.NewTempApp(t)
	bold := fyne.NewStaticResource("bold", []byte("b"))
	th := kit.NewTheme(kit.ThemeOptions{Fonts: kit.Fonts{SerifBold: bold}})
	if got := th.Serif(fyne.TextStyle{Bold: true}); got != bold {
		t.Errorf("bold serif is %v", got)
	}
	if got := th.Serif(fyne.TextStyle{}); got != th.Font(fyne.TextStyle{}) {
		t.Errorf("a missing serif should be the sans, not %v", got)
	}
}

func each(f func(name string, th *kit.Theme, v fyne.ThemeVariant)) {
	for _, variant := range kit.Variants() {
		th := kit.NewTheme(kit.ThemeOptions{Variant: variant})
		f(string(variant)+"/light", th, theme.VariantLight)
		f(string(variant)+"/dark", th, theme.VariantDark)
	}
}

func blend(under, over color.Color) color.Color {
	u, o := color.NRGBAModel.Convert(under).(color.NRGBA), color.NRGBAModel.Convert(over).(color.NRGBA)
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-int(o.A)) + int(b)*int(o.A)) / 255) }
	return color.NRGBA{R: mix(u.R, o.R), G: mix(u.G, o.G), B: mix(u.B, o.B), A: 255}
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	lin := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n.R) + 0.7152*lin(n.G) + 0.0722*lin(n.B)
}

// TestDialogsStandOffInHighContrast keeps what lies over a page apart from it:
// the toolkit's dialogs and menus have no edge.
func TestDialogsStandOffInHighContrast(t *testing.T) {
	th := kit.NewTheme(kit.ThemeOptions{Variant: kit.HighContrast})
	for _, v := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		page, button := th.Color(theme.ColorNameBackground, v), th.Color(theme.ColorNameButton, v)
		for _, over := range []fyne.ThemeColorName{theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground} {
			ground := th.Color(over, v)
			if contrast(page, ground) < 1.25 {
				t.Errorf("%s in %v cannot be told from the page", over, v)
			}
			if contrast(button, ground) < 1.25 {
				t.Errorf("a button on %s in %v cannot be told from it", over, v)
			}
		}
	}
}

func TestAHintDoesNotLookLikeAWrittenText(t *testing.T) {
	test.NewTempApp(t)
	for _, v := range kit.Variants() {
		th := kit.NewTheme(kit.ThemeOptions{Variant: v})
		for _, shade := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
			if th.Color(theme.ColorNamePlaceHolder, shade) == th.Color(theme.ColorNameForeground, shade) {
				t.Errorf("%q: a hint has the colour of a text", v)
			}
		}
	}
}
