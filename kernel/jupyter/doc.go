// Package jupyter has Jupyter's connection files and messages, and a client of kernels.
//
// A message is a list of frames: on iopub a topic, then "<IDS|MSG>", a signature, header, parent header, metadata and content in JSON, and
// buffers. The signature is HMAC-SHA256 with the key of the connection file.
//
// References: Messaging in Jupyter, protocol 5.4, https://jupyter-client.readthedocs.io/en/latest/messaging.html; making kernels
// for Jupyter, https://jupyter-client.readthedocs.io/en/latest/kernels.html
package jupyter
