using System.Management.Automation;
using Ec2KeyPair.Parameters.Completion;

namespace Ec2KeyPair.Parameters;

/// <summary>Completes the names of key pairs in the key store.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyNameCompleterAttribute() : ArgumentCompleterAttribute(typeof(KeyNameCompleter));
