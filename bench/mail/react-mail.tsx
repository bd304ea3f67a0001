import {
  Body,
  Button,
  Column,
  Container,
  Head,
  Heading,
  Html,
  Img,
  Link,
  Preview,
  Row,
  Section,
  Text,
} from "@react-email/components";
import { render } from "@react-email/render";

import type { MailFrame } from "../../app/engine/messaging/rendered-mail";

import type { MailContent } from "./content";

/** The same mail, as its authors would write it with react-email. */
export function renderReactMail(content: MailContent, frame: MailFrame): Promise<string> {
  return render(<Mail content={content} frame={frame} />);
}

function Mail({ content, frame }: { content: MailContent; frame: MailFrame }) {
  const { offer, total } = content;
  return (
    <Html lang={frame.locale}>
      <Head />
      <Preview>{content.preheader}</Preview>
      <Body style={{ background: "#eef2f1", color: "#1f2a2e" }}>
        <Container style={{ background: "#ffffff", padding: 32 }}>
          <Heading as="h1">{content.heading}</Heading>
          {content.paragraphs.map((paragraph) => (
            <Text key={paragraph}>{paragraph}</Text>
          ))}
          <Section style={{ background: "#e5f4ee", borderRadius: 12 }}>
            <Text>{offer.label}</Text>
            <Text style={{ fontSize: 24 }}>{offer.code}</Text>
            <Text>{offer.note}</Text>
          </Section>
          {content.products.map((product) => (
            <Row key={product.title}>
              <Column>
                <Img src={product.imageUrl} alt="" width={72} height={72} />
              </Column>
              <Column>
                <Text>
                  <strong>{product.title}</strong>
                  <br />
                  {product.detail}
                </Text>
              </Column>
              <Column align="right">{product.price}</Column>
            </Row>
          ))}
          <Text>
            {total.label} {total.amount}
          </Text>
          <Button href={content.button.url}>{content.button.label}</Button>
          <Text>{content.closing}</Text>
          <Text>{content.why}</Text>
          <Link href={frame.unsubscribeUrl}>Unsubscribe</Link>
          <Link href={frame.preferencesUrl}>Choose what you hear of</Link>
        </Container>
      </Body>
    </Html>
  );
}
