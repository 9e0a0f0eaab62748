/* A date picker draws its calendar when it is opened: two of five elements of an issue's editor. */
jQuery.fn.datetimepicker.defaults.lazyInit = true;
