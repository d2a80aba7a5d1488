namespace System;

/// <summary>A place in a sequence, <c>^1</c> from its end, which .NET Framework lacks. What the compiler needs of it, and no more.</summary>
[Microsoft.CodeAnalysis.Embedded]
internal readonly struct Index(int value, bool fromEnd = false)
{
    public static Index Start => new(0);

    public static Index End => new(0, fromEnd: true);

    public static Index FromStart(int value) => new(value);

    public static Index FromEnd(int value) => new(value, fromEnd: true);

    public static implicit operator Index(int value) => FromStart(value);

    public int GetOffset(int length) => fromEnd ? length - value : value;
}

/// <summary>A part of a sequence, <c>1..^1</c>, which .NET Framework lacks.</summary>
[Microsoft.CodeAnalysis.Embedded]
internal readonly struct Range(Index start, Index end)
{
    public static Range All => new(Index.Start, Index.End);

    public Index Start => start;

    public Index End => end;

    public static Range StartAt(Index start) => new(start, Index.End);

    public static Range EndAt(Index end) => new(Index.Start, end);
}
