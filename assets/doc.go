// Package assets holds what is embedded in the programs: icons, the texts of
// the screens, the gazetteer and the demo library. It hands out bytes and
// knows nothing of what they mean.
package assets
