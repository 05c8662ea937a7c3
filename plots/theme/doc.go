// Package theme is how pictures look: colours, colour maps, text, ticks. Nothing here draws data.
//
// Colours of series are those of Okabe and Ito, which stay apart for the colour-blind. Colour maps are paths in OKLab that are run
// through at constant speed, so that equal differences of a value look equally large: [Sequential] runs from dark violet over green to
// yellow through the corners of viridis, [Diverging] from blue over white to red with both halves mirrored in lightness.
//
// Pictures have an opaque white panel of their own. Transparent ones would need lines and text of a middle grey to be seen in a light and a
// dark notebook, which is hard to read on both, and pale bands and faint dots vanish on one of them; and a saved picture is
// looked at where nobody knows the background.
//
//	c := theme.Series(0)             // blue
//	m := theme.Sequential()          // 192 colours
//	ticks := theme.Ticks{Most: 5}    // 0, 0.2, 0.4 …
//
// Text is Liberation Sans, whose letters are as wide as Arial's, so that pictures in SVG keep their shape on machines without it. It lacks
// most raised and lowered digits; [Text] draws those from the ordinary ones.
//
// References: Okabe and Ito, Color Universal Design, 2008; Ottosson, A perceptual color space for image processing, 2020 (OKLab); van der
// Walt and Smith, A better default colormap for matplotlib, SciPy 2015 (viridis, in the public domain); Moreland, Diverging color maps for
// scientific visualization, 2009.
package theme
