using System.Management.Automation;
using Ec2KeyPair.Parameters.Completion;

namespace Ec2KeyPair.Parameters;

/// <summary>Completes a key of the key store, by its name, or a key file, by its path.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyPathCompleterAttribute() : ArgumentCompleterAttribute(typeof(KeyPathCompleter));
