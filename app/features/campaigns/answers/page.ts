/**
 * What stands inside the page of an invitation, in Liquid: forms that work without script. Values are escaped.
 */
export const INVITATION_PAGE = `
<nav class="languages" aria-label="{{ texts.languages }}"><ul>
{% for language in languages %}<li>{% if language.isShown %}<b lang="{{ language.tag }}" aria-current="true">{{ language.name }}</b>{% else %}<a href="?language={{ language.tag }}" lang="{{ language.tag }}" hreflang="{{ language.tag }}">{{ language.name }}</a>{% endif %}</li>
{% endfor %}</ul></nav>
<p>{{ texts.from }}</p>
<h1>{{ title }}</h1>
<p><b>{{ startsOn }}</b></p>
{% if notice %}<p class="notice" role="status">{{ notice }}</p>{% endif %}
{% if text %}<p><br>{{ text }}</p>{% endif %}
{% if code %}<section><h2>{{ texts.code }}</h2><p><b>{{ code }}</b></p></section>{% endif %}
{% if canAnswer %}
{% unless isYes or isFull %}<form method="post"><input type="hidden" name="answer" value="yes"><button type="submit">{{ texts.yes }}</button></form>{% endunless %}
{% unless isNo %}<form method="post"><input type="hidden" name="answer" value="no"><button class="quiet" type="submit">{{ texts.no }}</button></form>{% endunless %}
{% endif %}
{% if url %}<section><p><a href="{{ url }}" rel="noreferrer">{{ texts.look }}</a></p></section>{% endif %}
`;
