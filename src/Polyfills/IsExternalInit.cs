namespace System.Runtime.CompilerServices;

/// <summary>The mark of an <c>init</c> accessor, which .NET Framework lacks.</summary>
[Microsoft.CodeAnalysis.Embedded]
internal static class IsExternalInit;
