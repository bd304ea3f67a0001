import "@shopify/ui-extensions/preact";
import { render } from "preact";

export default function extension() {
  render(<Tile />, document.body);
}

/** Opens the till's page. */
function Tile() {
  return (
    <s-tile
      heading={shopify.i18n.translate("heading")}
      subheading={shopify.i18n.translate("tile")}
      onClick={() => void shopify.action.presentModal()}
    />
  );
}
