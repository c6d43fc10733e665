package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colours beyond the toolkit's own names.
const (
	ColorRail       fyne.ThemeColorName = "scranno.rail"       // the strip at the left
	ColorRailText   fyne.ThemeColorName = "scranno.railText"   // words and icons on it
	ColorRailActive fyne.ThemeColorName = "scranno.railActive" // the place one is in
	ColorRailHover  fyne.ThemeColorName = "scranno.railHover"
	ColorPaper      fyne.ThemeColorName = "scranno.paper" // the reading surface
	ColorInk        fyne.ThemeColorName = "scranno.ink"   // text of acts
	ColorMuted      fyne.ThemeColorName = "scranno.muted" // second lines
	ColorLine       fyne.ThemeColorName = "scranno.line"  // hairlines between panes
	ColorRowHover   fyne.ThemeColorName = "scranno.rowHover"
	ColorRowChosen  fyne.ThemeColorName = "scranno.rowChosen"
	ColorMark       fyne.ThemeColorName = "scranno.mark"  // behind words that were searched
	ColorRing       fyne.ThemeColorName = "scranno.ring"  // around what has the focus
	ColorScrim      fyne.ThemeColorName = "scranno.scrim" // behind overlays
	ColorSoft       fyne.ThemeColorName = "scranno.soft"  // chip without a tone
	ColorGoodSoft   fyne.ThemeColorName = "scranno.goodSoft"
	ColorWarnSoft   fyne.ThemeColorName = "scranno.warnSoft"
	ColorBadSoft    fyne.ThemeColorName = "scranno.badSoft"
	ColorToast      fyne.ThemeColorName = "scranno.toast"
	ColorToastText  fyne.ThemeColorName = "scranno.toastText"
	ColorToastLink  fyne.ThemeColorName = "scranno.toastLink"
)

type colorTable map[fyne.ThemeColorName]color.Color

func rgb(v uint32) color.Color { return rgba(v, 0xff) }

func rgba(v uint32, a uint8) color.Color {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}

// The tables are constants in all but syntax. Every pair of text and ground is
// held to a contrast of 4.5 by a test (WCAG 2.1, 1.4.3).
var (
	lightColors = colorTable{
		theme.ColorNameBackground: rgb(0xF4F2EB), theme.ColorNameForeground: rgb(0x1F2420),
		theme.ColorNameHeaderBackground: rgb(0xECE9DF), theme.ColorNameMenuBackground: rgb(0xFDFCF8),
		theme.ColorNameOverlayBackground: rgb(0xFDFCF8), theme.ColorNameInputBackground: rgb(0xFFFFFF),
		theme.ColorNameInputBorder: rgb(0x82877F), theme.ColorNameButton: rgb(0xE6E3D7),
		theme.ColorNameDisabledButton: rgb(0xEBE9E1), theme.ColorNameDisabled: rgb(0x696F67),
		theme.ColorNamePlaceHolder: rgb(0x5C635B), theme.ColorNamePrimary: rgb(0x1B6A50),
		theme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF), theme.ColorNameHyperlink: rgb(0x155C45),
		theme.ColorNameFocus: rgba(0xC88A00, 0x48), theme.ColorNameSelection: rgba(0xD9A520, 0x59),
		theme.ColorNameHover: rgba(0x1F2420, 0x12), theme.ColorNamePressed: rgba(0x1F2420, 0x22),
		theme.ColorNameError: rgb(0xA32A1F), theme.ColorNameForegroundOnError: rgb(0xFFFFFF),
		theme.ColorNameWarning: rgb(0x8A4A00), theme.ColorNameForegroundOnWarning: rgb(0xFFFFFF),
		theme.ColorNameSuccess: rgb(0x1D6B3A), theme.ColorNameForegroundOnSuccess: rgb(0xFFFFFF),
		theme.ColorNameSeparator: rgb(0xDAD6CA), theme.ColorNameShadow: rgba(0x000000, 0x28),
		theme.ColorNameScrollBar: rgba(0x1F2420, 0x70), theme.ColorNameScrollBarBackground: rgba(0x1F2420, 0x0C),
		theme.ColorNameInnerWindowBorder: rgb(0xECE9DF), theme.ColorNameInnerWindowBorderInactive: rgb(0xF4F2EB),
		ColorRail: rgb(0x17402F), ColorRailText: rgb(0xE6F0EA), ColorRailActive: rgb(0x2A5E48), ColorRailHover: rgb(0x1F4E3A),
		ColorPaper: rgb(0xFEFDFA), ColorInk: rgb(0x1A1D1A), ColorMuted: rgb(0x585F57), ColorLine: rgb(0xD5D1C4),
		ColorRowHover: rgb(0xEEECE3), ColorRowChosen: rgb(0xD9E6DC), ColorMark: rgb(0xFBE3A0), ColorRing: rgb(0xA87400),
		ColorScrim: rgba(0x0B1510, 0x66), ColorSoft: rgb(0xE6E3D7), ColorGoodSoft: rgb(0xD8EBDD),
		ColorWarnSoft: rgb(0xFBE6C4), ColorBadSoft: rgb(0xF8DDD8),
		ColorToast: rgb(0x1F2420), ColorToastText: rgb(0xF5F4EF), ColorToastLink: rgb(0xF2C55C),
	}
	darkColors = colorTable{
		theme.ColorNameBackground: rgb(0x161A18), theme.ColorNameForeground: rgb(0xE7EAE5),
		theme.ColorNameHeaderBackground: rgb(0x1C211E), theme.ColorNameMenuBackground: rgb(0x222825),
		theme.ColorNameOverlayBackground: rgb(0x222825), theme.ColorNameInputBackground: rgb(0x101412),
		theme.ColorNameInputBorder: rgb(0x6C756F), theme.ColorNameButton: rgb(0x2C332F),
		theme.ColorNameDisabledButton: rgb(0x232926), theme.ColorNameDisabled: rgb(0x8E968F),
		theme.ColorNamePlaceHolder: rgb(0xA3ABA4), theme.ColorNamePrimary: rgb(0x6CC79F),
		theme.ColorNameForegroundOnPrimary: rgb(0x0A1E16), theme.ColorNameHyperlink: rgb(0x8AD9B6),
		theme.ColorNameFocus: rgba(0xE0B040, 0x50), theme.ColorNameSelection: rgba(0xD9A520, 0x55),
		theme.ColorNameHover: rgba(0xFFFFFF, 0x12), theme.ColorNamePressed: rgba(0xFFFFFF, 0x22),
		theme.ColorNameError: rgb(0xFF9C90), theme.ColorNameForegroundOnError: rgb(0x2B0A06),
		theme.ColorNameWarning: rgb(0xF0B860), theme.ColorNameForegroundOnWarning: rgb(0x2A1800),
		theme.ColorNameSuccess: rgb(0x86D49A), theme.ColorNameForegroundOnSuccess: rgb(0x08210F),
		theme.ColorNameSeparator: rgb(0x303733), theme.ColorNameShadow: rgba(0x000000, 0x60),
		theme.ColorNameScrollBar: rgba(0xFFFFFF, 0x60), theme.ColorNameScrollBarBackground: rgba(0xFFFFFF, 0x0C),
		theme.ColorNameInnerWindowBorder: rgb(0x1C211E), theme.ColorNameInnerWindowBorderInactive: rgb(0x161A18),
		ColorRail: rgb(0x0D241A), ColorRailText: rgb(0xD5E5DC), ColorRailActive: rgb(0x1F4A38), ColorRailHover: rgb(0x16352A),
		ColorPaper: rgb(0x1E2321), ColorInk: rgb(0xECEDE8), ColorMuted: rgb(0xA6AEA7), ColorLine: rgb(0x303733),
		ColorRowHover: rgb(0x1F2522), ColorRowChosen: rgb(0x23382F), ColorMark: rgb(0x5C4A10), ColorRing: rgb(0xE8B84A),
		ColorScrim: rgba(0x000000, 0x99), ColorSoft: rgb(0x2C332F), ColorGoodSoft: rgb(0x1C3A28),
		ColorWarnSoft: rgb(0x42310F), ColorBadSoft: rgb(0x47211C),
		ColorToast: rgb(0xE7EAE5), ColorToastText: rgb(0x161A18), ColorToastLink: rgb(0x0F5B43),
	}
	contrastLightColors = contrastTable(rgb(0xFFFFFF), rgb(0x000000), contrastTones{
		accent: rgb(0x004D36), onAccent: rgb(0xFFFFFF), bad: rgb(0x8B0000), warn: rgb(0x6B3500), good: rgb(0x00501E),
		chosen: rgb(0xFFF1B8), hover: rgb(0xEEEEEE), mark: rgb(0xFFE066), ring: rgb(0xB30059), rail: rgb(0x00281C),
	})
	contrastDarkColors = contrastTable(rgb(0x000000), rgb(0xFFFFFF), contrastTones{
		accent: rgb(0xFFE14D), onAccent: rgb(0x000000), bad: rgb(0xFF9C90), warn: rgb(0xFFC266), good: rgb(0x8CF0A8),
		chosen: rgb(0x3A3300), hover: rgb(0x222222), mark: rgb(0x5C4A00), ring: rgb(0x00E5FF), rail: rgb(0x000000),
	})
)

type contrastTones struct {
	accent, onAccent, bad, warn, good, chosen, hover, mark, ring, rail color.Color
}

// contrastTable is black on white or white on black, with a few tones.
func contrastTable(bg, fg color.Color, x contrastTones) colorTable {
	t := colorTable{
		theme.ColorNamePrimary: x.accent, theme.ColorNameHyperlink: x.accent, theme.ColorNameForegroundOnPrimary: x.onAccent,
		theme.ColorNameError: x.bad, theme.ColorNameForegroundOnError: bg,
		theme.ColorNameWarning: x.warn, theme.ColorNameForegroundOnWarning: bg,
		theme.ColorNameSuccess: x.good, theme.ColorNameForegroundOnSuccess: bg,
		theme.ColorNameFocus: fade(x.ring, 0x40), theme.ColorNameSelection: x.mark,
		theme.ColorNameHover: fade(fg, 0x20), theme.ColorNamePressed: fade(fg, 0x38),
		theme.ColorNameShadow: fade(rgb(0), 0x60), theme.ColorNameScrollBar: fg, theme.ColorNameScrollBarBackground: x.hover,
		ColorRail: x.rail, ColorRailText: rgb(0xFFFFFF), ColorRailActive: rgb(0x00553C), ColorRailHover: rgb(0x003B2A),
		ColorRowHover: x.hover, ColorRowChosen: x.chosen, ColorMark: x.mark, ColorRing: x.ring, ColorScrim: rgba(0, 0xB0),
		ColorSoft: x.hover, ColorGoodSoft: bg, ColorWarnSoft: bg, ColorBadSoft: bg,
		ColorToast: fg, ColorToastText: bg, ColorToastLink: bg,
	}
	for _, n := range []fyne.ThemeColorName{
		theme.ColorNameForeground, theme.ColorNameInputBorder, theme.ColorNameSeparator,
		theme.ColorNameInnerWindowBorder, ColorInk, ColorMuted, ColorLine,
	} {
		t[n] = fg
	}
	for _, n := range []fyne.ThemeColorName{
		theme.ColorNameBackground, theme.ColorNameHeaderBackground, theme.ColorNameMenuBackground,
		theme.ColorNameOverlayBackground, theme.ColorNameInputBackground, theme.ColorNameInnerWindowBorderInactive, ColorPaper,
	} {
		t[n] = bg
	}
	// What lies over a page has no edge of its own: its ground is another.
	t[theme.ColorNameMenuBackground], t[theme.ColorNameOverlayBackground] = mix(bg, fg, overlayShare), mix(bg, fg, overlayShare)
	t[theme.ColorNameButton], t[theme.ColorNameDisabledButton] = mix(bg, fg, 2*overlayShare), x.hover
	t[theme.ColorNameDisabled] = mix(bg, fg, 0.62)
	t[theme.ColorNamePlaceHolder] = mix(bg, fg, 0.66) // a hint must not look like what was written
	return t
}

// overlayShare is how far menus and dialogs of the high contrast stand off.
const overlayShare = 0.13

func fade(c color.Color, a uint8) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = a
	return n
}

// mix gives a share of b over a, both opaque.
func mix(a, b color.Color, share float32) color.Color {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	at := func(p, q uint8) uint8 { return uint8(float32(p) + (float32(q)-float32(p))*share + 0.5) }
	return color.NRGBA{R: at(x.R, y.R), G: at(x.G, y.G), B: at(x.B, y.B), A: 0xff}
}

// colorOf finds a colour for a widget, under whatever theme it stands.
func colorOf(w fyne.Widget, name fyne.ThemeColorName) color.Color {
	return theme.ColorForWidget(name, w)
}
