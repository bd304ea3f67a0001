/**
 * What stands inside the page of preferences, in Liquid: forms that work without script. Values are escaped.
 *
 * A checkbox that is not sent is off, so one form always says everything.
 */
export const PREFERENCES_PAGE = `
<nav class="languages" aria-label="{{ texts.languages }}"><ul>
{% for language in languages %}<li>{% if language.isShown %}<b lang="{{ language.tag }}" aria-current="true">{{ language.name }}</b>{% else %}<a href="?language={{ language.tag }}" lang="{{ language.tag }}" hreflang="{{ language.tag }}">{{ language.name }}</a>{% endif %}</li>
{% endfor %}</ul></nav>
<h1>{{ title }}</h1>
<p>{{ text }}</p>
{% if notice %}<p class="notice" role="status">{{ notice }}</p>{% endif %}
{% if isUnsubscribed %}<p class="notice">{{ texts.unsubscribed }}</p>{% endif %}
<form method="post">
<input type="hidden" name="kind" value="save">
<fieldset><legend>{{ texts.topics }}</legend>
{% for topic in topics %}<label class="choice"><input type="checkbox" name="topics" value="{{ topic.name }}"{% if topic.isOn %} checked{% endif %}><span><b>{{ topic.label }}</b><small>{{ topic.help }}</small></span></label>
{% endfor %}<p><small>{{ texts.always }}</small></p>
</fieldset>
<fieldset><legend>{{ texts.privacy }}</legend>
<label class="choice"><input type="checkbox" name="tracking" value="on"{% unless isTrackingOff %} checked{% endunless %}><span><b>{{ texts.tracking }}</b><small>{{ texts.trackingHelp }}</small></span></label>
</fieldset>
<label class="field" for="locale">{{ texts.mailLanguage }}</label>
<select id="locale" name="locale">
<option value="">{{ texts.automatic }}</option>
{% for language in languages %}<option value="{{ language.tag }}" lang="{{ language.tag }}"{% if language.isChosen %} selected{% endif %}>{{ language.name }}</option>
{% endfor %}</select>
{% if birthday %}<fieldset><legend>{{ texts.birthday }}</legend>
<p><small>{{ texts.birthdayHelp }}</small></p>
<label class="field" for="birthdayDay">{{ texts.birthdayDay }}</label>
<select id="birthdayDay" name="birthdayDay"><option value="">{{ texts.birthdayNone }}</option>
{% for day in birthday.days %}<option value="{{ day.value }}"{% if day.isChosen %} selected{% endif %}>{{ day.value }}</option>
{% endfor %}</select>
<label class="field" for="birthdayMonth">{{ texts.birthdayMonth }}</label>
<select id="birthdayMonth" name="birthdayMonth"><option value="">{{ texts.birthdayNone }}</option>
{% for month in birthday.months %}<option value="{{ month.value }}"{% if month.isChosen %} selected{% endif %}>{{ month.name }}</option>
{% endfor %}</select>
</fieldset>{% endif %}
<button type="submit">{{ texts.save }}</button>
</form>
{% unless isUnsubscribed %}
<section><h2>{{ texts.pauseTitle }}</h2>
<p>{{ pauseText }}</p>
<form method="post"><input type="hidden" name="kind" value="{% if isPaused %}resume{% else %}pause{% endif %}"><button class="quiet" type="submit">{{ pauseButton }}</button></form>
</section>
<section><h2>{{ texts.allTitle }}</h2>
<p>{{ allText }}</p>
<form method="post"><input type="hidden" name="kind" value="unsubscribe"><button class="quiet" type="submit">{{ texts.allButton }}</button></form>
</section>
{% endunless %}
`;
