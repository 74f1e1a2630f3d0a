// The library: pictures are sent as soon as they are dropped, pasted or chosen.

import { UploadBox } from "images/upload"

const box = document.querySelector("[data-upload]")
if (box) {
  new UploadBox(box).listen(document)
  document.querySelector("[data-send]").hidden = true
  document.querySelector("[data-upload-form]").dataset.ready = "1"
}
