// Package handin is the file in which students hand in a sheet: a zip with a manifest, and the small file by which members of a group confirm it.
//
//	sheet, err := handin.ReadSheet("22-flows.ipynb")              // what is there, what is missing
//	h, err := handin.New(sheet, "ada", []string{"bob"}, now, more) // the notebook and scans
//	path, err := handin.Drop(folder, h)                           // 22-flows.ada.20261201T170312Z.3f9a….handin.zip
//	h, err = handin.Open(data)                                    // the teachers' side: nothing in data is believed
//
// The hash of a hand-in is over what was handed in and by whom, not over when: the same content has the same hash. The zip is a function of
// content and time.
//
// What is read here comes from anybody. A file is refused, with one sentence, if it holds more than the limits allow, whatever it says of
// itself, or names that could lie elsewhere, look like others, or hide something.
package handin
