//! How a contract declares what its rules look at.

/// Declares a facts struct and how a walk fills it.
///
/// ```ignore
/// facts! {
///     /// What the rules of `runner/status-report` look at.
///     pub struct ReportFacts / Report {
///         /// When the report was made.
///         generated_at: Fact<'d> = "generated_at",
///         /// Each command that was run.
///         commands: Items<'d, Part<'d, CommandFacts<'d>>> = "command_results",
///     }
/// }
/// ```
/// `ReportFacts<'d>` is the struct, `Report` its name without the lifetime ([`FactsFamily`](crate::facts::FactsFamily)).
/// A trailing `.. field` collects members that are not named, as `Vec<(Cow<str>, Fact)>`. What is
/// named with `beside field` matters only where there are such members: it may be left out of a
/// document that has none. What is named with `across documents` matters only to rules over several
/// documents: where one is judged alone and its schema holds, it may be left out.
#[macro_export]
macro_rules! facts {
    (
        $(#[$meta:meta])*
        pub struct $facts:ident / $family:ident {
            $( $(#[$fmeta:meta])* $field:ident : $ty:ty = $name:literal
                $(beside $beside:ident)? $(across $across:ident)?, )*
            $( .. $others:ident )?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default)]
        #[allow(unreachable_pub)] // a view may stand in a private module
        pub struct $facts<'d> {
            $( $(#[$fmeta])* pub $field: $ty, )*
            $( /// Members that the view does not name.
               pub $others: Vec<(::std::borrow::Cow<'d, str>, $crate::facts::Fact<'d>)>, )?
            /// The slots that were handed out, as bits: all that is ever to be emptied.
            #[doc(hidden)]
            pub handed: u64,
            /// Those that the document before left, and that may be handed out again.
            #[doc(hidden)]
            pub stale: u64,
        }

        impl<'d> $facts<'d> {
            /// Whether it holds nothing but the facts of its members themselves.
            const FLAT: bool = true $( && <$ty as $crate::facts::Place<'d>>::FLAT )*;

            #[allow(unused_variables, unused_mut, unused_assignments)]
            #[inline]
            fn empty(&mut self, slots: u64) {
                let mut bit = 1_u64;
                $(
                    if slots & bit != 0 {
                        $crate::facts::Place::reset(&mut self.$field);
                    }
                    bit = bit.wrapping_shl(1);
                )*
            }
        }

        #[doc = concat!("[`", stringify!($facts), "`] without its lifetime.")]
        #[derive(Debug)]
        #[allow(unreachable_pub, dead_code)] // an inner view is named by its struct alone
        pub struct $family;

        impl $crate::facts::FactsFamily for $family {
            type Of<'d> = $facts<'d>;
        }

        impl<'d> $crate::facts::Fill<'d> for $facts<'d> {
            fn names(&self) -> &'static [&'static str] {
                &[$($name),*]
            }

            #[allow(unused_variables, unused_mut, unused_assignments)]
            fn slot(&mut self, index: usize) -> $crate::facts::Slot<'_, 'd> {
                self.handed |= 1 << index;
                let mut at = 0;
                $(
                    if index == at {
                        return $crate::facts::Place::place(&mut self.$field);
                    }
                    at += 1;
                )*
                $crate::facts::no_slot(index, stringify!($facts))
            }

            #[allow(unused_variables, unused_mut, unused_assignments)]
            fn fact_below(
                &mut self,
                index: usize,
                below: usize,
            ) -> Option<&mut $crate::facts::Fact<'d>> {
                self.handed |= 1 << index;
                let mut at = 0;
                $(
                    if index == at {
                        return $crate::facts::Place::fact_below(&mut self.$field, below);
                    }
                    at += 1;
                )*
                None
            }

            fn reset(&mut self) {
                $( self.$others.clear(); )?
                let mut left = ::std::mem::take(&mut self.handed);
                if Self::FLAT {
                    left |= ::std::mem::take(&mut self.stale);
                }
                if left != 0 {
                    self.empty(left);
                }
            }

            #[inline]
            fn begin(&mut self) {
                if !Self::FLAT {
                    return self.reset();
                }
                $( self.$others.clear(); )?
                self.stale |= ::std::mem::take(&mut self.handed);
            }

            #[inline]
            fn settle(&mut self) {
                if !Self::FLAT {
                    return;
                }
                let stale = ::std::mem::take(&mut self.stale) & !self.handed;
                if stale != 0 {
                    self.empty(stale);
                }
            }

            #[allow(unused_mut)]
            fn handed(&self) -> u64 {
                let mut handed = self.handed;
                $(
                    if !self.$others.is_empty() {
                        handed |= $crate::facts::OTHERS;
                    }
                )?
                handed
            }

            #[allow(unused_mut, unused_assignments)]
            fn beside_others(&self) -> u64 {
                let (mut bits, mut bit) = (0, 1_u64);
                $(
                    $( let _ = &self.$beside; bits |= bit; )?
                    bit = bit.wrapping_shl(1);
                )*
                bits
            }

            #[allow(unused_mut, unused_assignments)]
            fn across_documents(&self) -> u64 {
                let (mut bits, mut bit) = (0, 1_u64);
                $(
                    $( let $across = bit; bits |= $across; )?
                    bit = bit.wrapping_shl(1);
                )*
                bits
            }

            $(
                fn wants_others(&self) -> bool {
                    true
                }

                fn other(
                    &mut self,
                    name: ::std::borrow::Cow<'d, str>,
                    fact: $crate::facts::Fact<'d>,
                ) {
                    self.$others.push((name, fact));
                }
            )?
        }
    };
}
