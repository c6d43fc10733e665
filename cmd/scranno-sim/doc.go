// Command scranno-sim tries the whole system on purpose: desks and a central by
// seed, with processes killed and lines cut, and says what was lost or doubled.
// Its tests hold the whole-system layers; its commands run them for hours.
//
// It owns what a person would do and what must hold afterwards. It must not
// reach into stores to make a check pass: what it checks is what people see.
package main
